import Foundation
import Testing

@testable import MusterServer

@Suite("The reference of settings") struct ReferenceTests {
  @Test("lists every key once, with a variable of its own where it can have one")
  func keys() {
    let keys = SettingsReference.keys
    #expect(Set(keys.map(\.name)).count == keys.count && keys.count > 90)
    let variables = keys.compactMap(\.variable)
    #expect(Set(variables).count == variables.count)
    #expect(keys.allSatisfy { !$0.meaning.isEmpty && $0.meaning.hasSuffix(".") })
    let term = keys.first { $0.name == "server.limits.header-timeout" }
    #expect(term?.variable == "MUSTER_SERVER_LIMITS_HEADER_TIMEOUT" && term?.standard == "10s")
    #expect(term?.kind == "duration")
    #expect(keys.first { $0.name == "endpoints[].url" }?.isRequired == true)
    #expect(keys.first { $0.name == "endpoints[].url" }?.variable == nil)
    #expect(keys.first { $0.name == "endpoints" }?.variable == nil)
    #expect(SettingsReference.text.contains("server.port  (integer; default 8484; MUSTER_SERVER_PORT)\n"))
  }

  @Test("every key is read: by its variable and by its flag, its default is accepted and garbage is not")
  func settable() throws {
    for key in SettingsReference.keys {
      guard let variable = key.variable, let standard = key.standard else { continue }
      // In brackets and quotes in a file, bare in a variable.
      let bare = standard.filter { !"[]\"".contains($0) }
      #expect(try Settings.load(file: nil, environment: [variable: bare]) == Settings(), "\(variable)")
      #expect(try Settings.load(file: nil, overrides: [key.name: bare]) == Settings(), "\(key.name)")
      let found = problems(environment: [variable: "\u{1}"])
      #expect(found.count == 1 && found[0].hasPrefix("\(variable)"), "\(found)")
    }
  }

  @Test("the example loads as it is, and says the defaults")
  func example() throws {
    let settings = try Settings.load(text: SettingsReference.example)
    #expect(settings == Settings() && settings.warnings.isEmpty)
  }

  @Test("the example loads with all its examples uncommented, and then leaves out no key")
  func wholeExample() throws {
    try withDirectory { directory in
      let pem = try directory.write("pem", as: "pem")
      var text = ""
      for line in SettingsReference.example.split(separator: "\n", omittingEmptySubsequences: false) {
        text += (line.hasPrefix("#") && !line.hasPrefix("##") ? line.dropFirst() : line) + "\n"
      }
      // What an example of one file cannot show: files that are there, two logs at once, and two verifiers of one rule.
      text = text.replacing("server.crt", with: pem).replacing("server.key", with: pem)
        .replacing("sqlite:muster.db", with: "postgres://muster@localhost/muster")
        .replacing("    command: [python3, verify.py]\n", with: "")
      let secrets = ["LOCAL_API_KEY": "a", "DATABASE_PASSWORD": "b", "WEBHOOK_SECRET": "c"]
      let settings = try Settings.load(text: text, environment: secrets)
      #expect(settings.warnings.isEmpty && settings.endpoints.count == 1 && settings.tenants.count == 1)
      #expect(settings.processes.count == 1 && settings.simulated.count == 1 && settings.verify.count == 1)
      for key in SettingsReference.keys where !key.name.hasSuffix(".file") {
        let name = key.name.split(separator: ".").last.map(String.init) ?? ""
        #expect(settings.redactedText.contains("\(name):"), "\(key.name)")
      }

      // The dump is itself a settings file that means the same, but for what is not shown.
      var expected = settings
      for index in expected.endpoints.indices {
        expected.endpoints[index].headers = [HeaderField(name: "x-team", value: Secret("<redacted>"))]
      }
      #expect(try Settings.load(text: settings.redactedText, environment: secrets) == expected)
    }
  }

  @Test("the dump means what was loaded, also where lists were emptied and texts are odd")
  func dump() throws {
    let text = """
      pools: [a]
      simulated: [{name: null-1, pools: [], price: 0.000001}]
      processes:
        - {name: b, environment: [], pools: [a], command: ['null', " x: y #", 'q"\\', "é", "-", "ends:"]}
      """
    let settings = try Settings.load(text: text)
    #expect(settings.processes[0].command == ["null", " x: y #", "q\"\\", "é", "-", "ends:"])
    #expect(try Settings.load(text: settings.redactedText) == settings)
  }
}
