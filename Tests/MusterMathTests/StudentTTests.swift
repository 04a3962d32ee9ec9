import MusterMath
import Testing

/// Golden values of scipy 1.17.1: stats.norm.ppf, stats.t.ppf and stats.t.sf.
@Suite struct StudentTTests {
  @Test(arguments: [
    (1e-300, -37.0470962993612), (1e-20, -9.262340089798409), (1e-5, -4.264890793922825),
    (0.01, -2.3263478740408408), (0.05, -1.6448536269514729), (0.075, -1.4395314709384563),
    (0.25, -0.6744897501960817), (0.5, 0), (0.6, 0.2533471031357997), (0.925, 1.4395314709384563),
    (0.975, 1.959963984540054), (0.999999, 4.753424308817087), (0, -.infinity), (1, .infinity),
  ])
  func normalQuantile(p: Double, expected: Double) {
    #expect(close(Normal.quantile(p), expected, 1e-14))
  }

  @Test(
    arguments: [
      (1, [0.32491969623290634, 12.706204736174694, 63.656741162871526, -318309.8861827435]),
      (2, [0.2886751345948128, 4.302652729749462, 9.924843200918287, -707.1057205259339]),
      (3, [0.2766706623326898, 3.1824463052837078, 5.840909309733355, -103.29946778041935]),
      (4, [0.2707222947075976, 2.7764451051977934, 4.604094871349992, -41.577854150450975]),
      (5, [0.2671808657041451, 2.5705818356363146, 4.032142983555228, -24.771029720515948]),
      (9, [0.260955336473911, 2.262157162798205, 3.249835541592126, -10.7201604099095]),
      (29, [0.25568363457125604, 2.045229642132703, 2.756385903670605, -5.917105540459563]),
      (30, [0.2556053649519128, 2.0422724563012378, 2.7499956535672254, -5.871117120418882]),
      (99, [0.25402901215180673, 1.9842169515864174, 2.626405457280827, -5.0519739982525165]),
      (100, [0.25402218245822766, 1.9839715185235518, 2.6258905214380173, -5.048830877228346]),
      (999, [0.2534145833303675, 1.9623414611334493, 2.5807596372676365, -4.781636978830079]),
      (2.5, [0.2814595127485477, 3.5746548420036817, 7.163728138948783, -220.17342917823686]),
      (0.5, [0.3979754267847907, 164.55767348048818, 4113.964588804174, -102849115631.63399]),
      (19_999, [0.2533504734325788, 1.960082611089815, 2.5760751653114475, -4.754826705758535]),
      (20_001, [0.2533504730955632, 1.9600825992270476, 2.5760751407242917, -4.75482656548973]),
      (1e6, [0.25334717053784184, 1.959966356814107, 2.5758342201053344, -4.75345234827968]),
    ] as [(Double, [Double])])
  func quantile(degrees: Double, expected: [Double]) {
    for (p, golden) in zip([0.6, 0.975, 0.995, 1e-6], expected) {
      let value = StudentT.quantile(p, degrees: degrees)
      #expect(close(value, golden, 1e-10), "\(p): \(value), not \(golden)")
    }
  }

  @Test(
    arguments: [
      (0, 3, 0.5), (0.5, 3, 0.3257239824240755), (2, 3, 0.06966298427942152), (50, 3, 8.808576020635984e-06),
      (1.96, 1000, 0.025136592477874368), (-1.5, 7, 0.911350756505015),
    ] as [(Double, Double, Double)])
  func tail(t: Double, degrees: Double, expected: Double) {
    #expect(close(StudentT.tail(t, degrees: degrees), expected))
  }

  @Test func quantileUndoesTail() throws {
    var random = Random(seed: 83)
    for _ in 0..<3000 {
      let degrees = Portable.exp(random.uniform(-0.5, 9))
      let p = random.uniform(1e-6, 0.5)
      let t = StudentT.quantile(1 - p, degrees: degrees)
      try #require(close(StudentT.tail(t, degrees: degrees), p, 1e-9), "\(degrees) \(p)")
      try #require(close(StudentT.quantile(p, degrees: degrees), -t, 1e-9))
    }
  }

  @Test func outsideTheDomainIsNaN() {
    #expect(StudentT.quantile(1.5, degrees: 3).isNaN && StudentT.quantile(0.5, degrees: 0).isNaN)
    #expect(Normal.quantile(-0.1).isNaN && Normal.quantile(.nan).isNaN)
    #expect(StudentT.quantile(1, degrees: 3) == .infinity && StudentT.quantile(0.5, degrees: 3) == 0)
  }
}
