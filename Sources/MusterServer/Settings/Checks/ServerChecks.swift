import Foundation

extension Settings {
  func checkServer(_ reading: inout Reading) {
    let tls = server.tls
    if tls.certificate != nil, tls.key == nil, reading.givenPlace(of: "server.tls.key") == nil {
      reading.report("server.tls.key", missing: "the key of the certificate: both files or neither")
    }
    if tls.key != nil, tls.certificate == nil, reading.givenPlace(of: "server.tls.certificate") == nil {
      reading.report("server.tls.certificate", missing: "the certificate of the key: both files or neither")
    }
    for (key, path) in [("server.tls.certificate", tls.certificate), ("server.tls.key", tls.key)] {
      if let path, !FileManager.default.isReadableFile(atPath: path) {
        reading.report(key, found: "\(Quote.found(path)), which cannot be read", expected: "a file in PEM")
      }
    }
    if !HostName.isLoopback(server.host) { warnOfOpenDoors(&reading) }
  }

  private func warnOfOpenDoors(_ reading: inout Reading) {
    if !requiresAuth {
      reading.warn("auth.required", "others can reach \(server.host), and calls need no API key")
    }
    // Behind an https address somebody else ends TLS.
    if server.tls.certificate == nil, server.publicURL?.scheme != .https {
      reading.warn(
        "server.tls", "others can reach \(server.host), and without TLS their keys go in the clear")
    }
  }

  func checkLog(_ reading: inout Reading) {
    if reading.isSound("log.url") { checkDatabase(&reading) }
    checkCluster(&reading)
  }

  private func checkDatabase(_ reading: inout Reading) {
    let place = reading.place(of: "log.url")
    if case .postgres(let address) = log.url {
      if address.password != nil, !place.isVariable {
        reading.report(
          "log.url", found: "a password in the address",
          expected: "it in log.password: {env: NAME} or {file: PATH}, or the whole address in MUSTER_LOG_URL")
      } else if address.password != nil, log.password.secret != nil {
        reading.report(
          "log.password", found: "a second password beside that of log.url", expected: "one of them")
      }
    } else {
      if let key = ["log.password.env", "log.password.file"].first(where: {
        reading.givenPlace(of: $0) != nil
      }) {
        reading.report(key, found: "a password for \(log.url)", expected: "a log.url of postgres://")
      }
      if cluster.node != nil {
        reading.report(
          "cluster.node", found: "a replica over \(log.url)", expected: "a log.url of postgres://")
      }
    }
  }

  private func checkCluster(_ reading: inout Reading) {
    if cluster.node != nil, cluster.advertise == nil, server.publicURL == nil,
      reading.givenPlace(of: "cluster.advertise") == nil, reading.givenPlace(of: "server.public-url") == nil
    {
      reading.report(
        "cluster.advertise",
        missing: "the address by which other replicas reach this one (or server.public-url)")
    }
    if cluster.node == nil, cluster.advertise != nil, reading.givenPlace(of: "cluster.node") == nil {
      reading.report("cluster.node", missing: "the name of this replica")
    }
  }
}
