import Testing

@testable import MusterServer

@Suite("Which webhooks may be called") struct WebhookRulesTests {
  private func code(_ rules: WebhookRules, _ url: String) -> APIFailure.Code? {
    do {
      try rules.check(url)
      return nil
    } catch { return (error as? APIFailure)?.code }
  }

  @Test(
    "Public addresses may be called",
    arguments: [
      "https://hooks.example.com/a?b=c", "http://8.8.8.8:8080", "https://[2606:4700::1111]/x",
      "HTTPS://Example.COM/",
    ])
  func permitted(_ url: String) { #expect(code(WebhookRules(), url) == nil) }

  @Test(
    "This machine and private networks may not",
    arguments: [
      "http://localhost/", "http://a.localhost/", "http://127.0.0.1/", "http://[::1]/",
      "http://[::ffff:10.0.0.1]/",
      "http://169.254.169.254/latest/meta-data", "http://10.1.2.3", "http://100.64.0.1", "http://0.0.0.0/",
      "http://0x7f.1/", "http://2130706433/", "http://127.1/", "http://a b/", "http://user@example.com/",
      "http://example.com/#x", "http://example.com:0/",
    ])
  func refused(_ url: String) { #expect(code(WebhookRules(), url) == .forbidden) }

  @Test(
    "What is no web address is malformed",
    arguments: ["ftp://example.com/", "example.com", "", "file:///etc/passwd"])
  func malformed(_ url: String) { #expect(code(WebhookRules(), url) == .invalidRequest) }

  @Test(
    "Private addresses may be called where the settings say so, and only listed hosts where there is a list")
  func settings() {
    #expect(code(WebhookRules(allowsPrivate: true), "http://127.0.0.1:1/") == nil)
    let listed = WebhookRules(hosts: ["Hooks.example.com"])
    #expect(code(listed, "https://hooks.EXAMPLE.com/x") == nil)
    #expect(code(listed, "https://example.com/x") == .forbidden)
  }

  @Test("The address is called as it was read")
  func rebuilt() throws {
    #expect(WebhookAddress("HTTP://Example.com.:81/a%20b?x=1&y")?.url == "http://example.com:81/a%20b?x=1&y")
    #expect(WebhookAddress("https://[2606:4700::1111]")?.url == "https://[2606:4700::1111]/")
  }

  @Test("A name that leads to this machine is refused when it is resolved")
  func resolved() async throws {
    let address = try #require(WebhookAddress("http://127.0.0.1:9/"))
    await #expect(throws: WebhookFailure.self) { _ = try await WebhookRules().resolve(address) }
    #expect(try await WebhookRules(allowsPrivate: true).resolve(address).text == "127.0.0.1")
  }
}
