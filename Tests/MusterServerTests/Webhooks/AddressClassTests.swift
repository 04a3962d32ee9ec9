import Testing

@testable import MusterServer

@Suite("Classes of addresses") struct AddressClassTests {
  @Test(
    "Each special-purpose block is known, with its neighbours",
    arguments: [
      ("8.8.8.8", AddressClass.global), ("0.0.0.0", .unspecified), ("0.0.0.1", .reserved),
      ("10.0.0.1", .privateUse),
      ("11.0.0.1", .global), ("100.63.255.255", .global), ("100.64.0.1", .carrierShared),
      ("100.127.255.255", .carrierShared), ("100.128.0.1", .global), ("127.0.0.1", .loopback),
      ("127.255.255.255", .loopback), ("169.254.169.254", .linkLocal), ("172.15.0.1", .global),
      ("172.16.0.1", .privateUse), ("172.31.255.255", .privateUse), ("172.32.0.1", .global),
      ("192.168.1.1", .privateUse), ("192.0.2.1", .reserved), ("198.18.0.1", .reserved),
      ("224.0.0.1", .multicast),
      ("239.255.255.255", .multicast), ("240.0.0.1", .reserved), ("255.255.255.255", .broadcast),
      ("::", .unspecified), ("::1", .loopback), ("2606:4700::1111", .global), ("fc00::1", .privateUse),
      ("fdff::1", .privateUse), ("fe80::1", .linkLocal), ("febf::1", .linkLocal), ("fec0::1", .privateUse),
      ("ff02::1", .multicast), ("2001:db8::1", .reserved), ("2001::1", .reserved), ("4000::1", .reserved),
    ])
  func blocks(_ text: String, _ expected: AddressClass) throws {
    #expect(try #require(HostAddress(text)).addressClass == expected)
  }

  @Test(
    "An IPv4 address in an IPv6 one is judged as what it is",
    arguments: [
      ("::ffff:127.0.0.1", AddressClass.loopback), ("::ffff:8.8.8.8", .global), ("::10.0.0.1", .privateUse),
      ("64:ff9b::169.254.169.254", .linkLocal), ("64:ff9b::8.8.8.8", .global), ("64:ff9b:1::1", .privateUse),
      ("2002:7f00:1::", .loopback), ("2002:0a00:1::", .privateUse),
    ])
  func embedded(_ text: String, _ expected: AddressClass) throws {
    #expect(try #require(HostAddress(text)).addressClass == expected)
  }

  @Test(
    "Other spellings of addresses are no addresses",
    arguments: [
      "127.1", "0x7f.0.0.1", "2130706433", "127.0.0.01", "fe80::1%lo", "[::1]", "", "1.2.3.4.5",
    ])
  func spellings(_ text: String) { #expect(HostAddress(text) == nil) }
}
