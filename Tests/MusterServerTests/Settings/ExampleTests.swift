import Testing
@testable import MusterServer
@Test func x() { print(SettingsReference.example) }
