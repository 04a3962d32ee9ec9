import Foundation

/// An IP address as bytes in network order, with its text.
struct HostAddress: Sendable, Equatable {
  /// Four for IPv4, sixteen for IPv6.
  let bytes: [UInt8]
  let text: String

  var addressClass: AddressClass { AddressClass(bytes) }

  /// Reads an IPv4 address of four decimal numbers, or an IPv6 address without brackets or zone.
  init?(_ text: String) {
    var four = in_addr()
    var six = in6_addr()
    if inet_pton(AF_INET, text, &four) == 1 {
      bytes = withUnsafeBytes(of: &four) { Array($0) }
    } else if inet_pton(AF_INET6, text, &six) == 1 {
      bytes = withUnsafeBytes(of: &six) { Array($0) }
    } else {
      return nil
    }
    self.text = text
  }

  /// The addresses of a name, in the resolver's order. Blocks its thread.
  static func resolve(_ name: String) -> [HostAddress] {
    if let literal = HostAddress(name) { return [literal] }
    var hints = addrinfo()
    hints.ai_family = AF_UNSPEC
    #if canImport(Glibc)
      hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    #else
      hints.ai_socktype = SOCK_STREAM
    #endif
    var list: UnsafeMutablePointer<addrinfo>?
    guard getaddrinfo(name, nil, &hints, &list) == 0 else { return [] }
    defer { freeaddrinfo(list) }
    var found: [HostAddress] = []
    var entry = list
    while let info = entry {
      var buffer = [CChar](repeating: 0, count: Int(NI_MAXHOST))
      let status = getnameinfo(
        info.pointee.ai_addr, info.pointee.ai_addrlen, &buffer, socklen_t(buffer.count), nil, 0,
        NI_NUMERICHOST)
      let text = String(decoding: buffer.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
      // A link-local address with a zone does not read back, and may not be called anyway.
      if status == 0, let address = HostAddress(text), !found.contains(address) { found.append(address) }
      entry = info.pointee.ai_next
    }
    return found
  }
}
