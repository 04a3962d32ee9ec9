import Foundation

/// Names and addresses of machines.
enum HostName {
  /// Whether it is a DNS name, an IPv4 address, or an IPv6 address without brackets.
  static func isValid(_ host: String) -> Bool {
    if host.contains(":") { return isIPv6(host) }
    let labels = host.split(separator: ".", omittingEmptySubsequences: false)
    guard !labels.isEmpty, host.utf8.count <= 253 else { return false }
    // What ends in a number is an address, never a name.
    if labels[labels.count - 1].allSatisfy({ ("0"..."9").contains($0) }) { return isIPv4(labels) }
    return labels.allSatisfy(isLabel)
  }

  /// Whether only this machine can reach it.
  static func isLoopback(_ host: String) -> Bool {
    let labels = host.split(separator: ".", omittingEmptySubsequences: false)
    let name = host.lowercased()
    return name == "localhost" || name.hasSuffix(".localhost") || name == "::1"
      || isIPv4(labels) && labels[0] == "127"
  }

  private static func isIPv4(_ parts: [Substring]) -> Bool {
    parts.count == 4
      && parts.allSatisfy { part in
        part.utf8.count <= 3 && part.allSatisfy { ("0"..."9").contains($0) } && UInt8(part) != nil
          && (part == "0" || !part.hasPrefix("0"))
      }
  }

  private static func isIPv6(_ text: String) -> Bool {
    var address = in6_addr()
    return inet_pton(AF_INET6, text, &address) == 1
  }

  private static func isLabel(_ label: Substring) -> Bool {
    (1...63).contains(label.utf8.count) && !label.hasPrefix("-") && !label.hasSuffix("-")
      && label.allSatisfy {
        ("a"..."z").contains($0) || ("A"..."Z").contains($0) || ("0"..."9").contains($0) || $0 == "-"
          || $0 == "_"
      }
  }
}
