/// What an IP address is for (RFC 6890 and the IANA special-purpose registries).
enum AddressClass: String, Sendable, CaseIterable {
  case global
  case unspecified
  case loopback
  /// RFC 1918 and the unique local addresses of RFC 4193.
  case privateUse = "private"
  case linkLocal = "link-local"
  /// RFC 6598: behind a carrier's translation.
  case carrierShared = "carrier-grade NAT"
  case multicast
  case broadcast
  /// Documentation, benchmarks, protocol assignments, future use.
  case reserved

  /// Whether it says something about this machine or its network, which others must not reach through us.
  var isPublic: Bool { self == .global }

  /// The class of four bytes of IPv4 or sixteen of IPv6; others are reserved.
  init(_ bytes: [UInt8]) {
    switch bytes.count {
    case 4: self = Self.v4(bytes[0], bytes[1], bytes[2], bytes[3])
    case 16: self = Self.v6(bytes)
    default: self = .reserved
    }
  }

  private static func v4(_ a: UInt8, _ b: UInt8, _ c: UInt8, _ d: UInt8) -> AddressClass {
    switch (a, b, c) {
    case (0, _, _): a | b | c | d == 0 ? .unspecified : .reserved
    case (10, _, _), (172, 16...31, _), (192, 168, _): .privateUse
    case (100, 64...127, _): .carrierShared
    case (127, _, _): .loopback
    case (169, 254, _): .linkLocal
    case (192, 0, 0), (192, 0, 2), (192, 88, 99), (198, 18...19, _), (198, 51, 100), (203, 0, 113): .reserved
    case (224...239, _, _): .multicast
    case (255, 255, 255) where d == 255: .broadcast
    case (240..., _, _): .reserved
    default: .global
    }
  }

  private static func v6(_ bytes: [UInt8]) -> AddressClass {
    let high = UInt16(bytes[0]) << 8 | UInt16(bytes[1])
    let second = UInt16(bytes[2]) << 8 | UInt16(bytes[3])
    if bytes[..<12].allSatisfy({ $0 == 0 }) {
      let rest = Array(bytes[12...])
      if rest == [0, 0, 0, 0] { return .unspecified }
      if rest == [0, 0, 0, 1] { return .loopback }
      // The deprecated IPv4-compatible form.
      return v4(rest[0], rest[1], rest[2], rest[3])
    }
    if bytes[..<10].allSatisfy({ $0 == 0 }), bytes[10] == 0xff, bytes[11] == 0xff {
      return v4(bytes[12], bytes[13], bytes[14], bytes[15])
    }
    switch high {
    // Translated by a NAT64: what counts is the IPv4 address within; its local prefix is private.
    case 0x0064 where second == 0xff9b:
      return bytes[4..<12].allSatisfy { $0 == 0 }
        ? v4(bytes[12], bytes[13], bytes[14], bytes[15]) : .privateUse
    case 0x2002: return v4(bytes[2], bytes[3], bytes[4], bytes[5])
    case 0x2001 where second <= 0x01ff || second == 0x0db8: return .reserved
    case 0x3fff where second <= 0x0fff: return .reserved
    case 0xfc00...0xfdff: return .privateUse
    case 0xfe80...0xfebf: return .linkLocal
    case 0xfec0...0xfeff: return .privateUse
    case 0xff00...0xffff: return .multicast
    case 0x2000...0x3fff: return .global
    default: return .reserved
    }
  }
}
