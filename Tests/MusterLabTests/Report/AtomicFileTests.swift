import Foundation
import Testing

@testable import MusterLab

@Suite("Files written whole or not at all")
struct AtomicFileTests {
  /// Runs a test in a directory of its own.
  private func inDirectory(_ body: (String) throws -> Void) throws {
    let url = FileManager.default.temporaryDirectory.appending(path: "muster-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: url) }
    try body(url.path)
  }

  private func contents(_ path: String) throws -> String { try String(contentsOfFile: path, encoding: .utf8) }

  private func names(_ directory: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: directory).sorted()
  }

  @Test("A file is written, and written over, and nothing is left beside it")
  func writes() throws {
    try inDirectory { directory in
      let path = directory + "/out.json"
      try AtomicFile.write("first", to: path)
      #expect(try contents(path) == "first")
      try AtomicFile.write([0x61, 0x00, 0xFF], to: path)
      #expect(try Data(contentsOf: URL(filePath: path)) == Data([0x61, 0x00, 0xFF]))
      try AtomicFile.write("", to: path)
      #expect(try contents(path).isEmpty)
      #expect(try names(directory) == ["out.json"])
    }
  }

  @Test("The old file is replaced, not written into: who has it open keeps reading the old one")
  func replaces() throws {
    try inDirectory { directory in
      let path = directory + "/out.json"
      try AtomicFile.write("old", to: path)
      let reader = try #require(FileHandle(forReadingAtPath: path))
      try AtomicFile.write("new", to: path)
      #expect(reader.readDataToEndOfFile() == Data("old".utf8))
      #expect(try contents(path) == "new")
    }
  }

  @Test("Permissions of the old file stay; a link is followed and kept")
  func permissionsAndLinks() throws {
    try inDirectory { directory in
      try AtomicFile.write("old", to: directory + "/real")
      try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: directory + "/real")
      try FileManager.default.createSymbolicLink(atPath: directory + "/link", withDestinationPath: "real")
      try AtomicFile.write("new", to: directory + "/link")
      #expect(try contents(directory + "/real") == "new")
      #expect(try FileManager.default.destinationOfSymbolicLink(atPath: directory + "/link") == "real")
      let mode =
        try FileManager.default.attributesOfItem(atPath: directory + "/real")[.posixPermissions] as? Int
      #expect(mode == 0o640)

      try FileManager.default.createSymbolicLink(
        atPath: directory + "/dangling", withDestinationPath: "later")
      try AtomicFile.write("made", to: directory + "/dangling")
      #expect(try contents(directory + "/later") == "made")
    }
  }

  @Test("A missing parent, a directory, an empty path: said plainly")
  func refusals() throws {
    try inDirectory { directory in
      let missing = directory + "/no/such/out.json"
      #expect(throws: AtomicFileError(missing, .parentMissing(directory + "/no/such"))) {
        try AtomicFile.write("x", to: missing)
      }
      #expect(throws: AtomicFileError(directory, .isDirectory)) { try AtomicFile.write("x", to: directory) }
      #expect(throws: AtomicFileError(directory + "/new/", .isDirectory)) {
        try AtomicFile.write("x", to: directory + "/new/")
      }
      #expect(throws: AtomicFileError("", .system(call: "stat", code: ENOENT))) {
        try AtomicFile.write("x", to: "")
      }
      try AtomicFile.write("x", to: directory + "/file")
      let below = directory + "/file/below"
      #expect(throws: AtomicFileError(below, .system(call: "stat", code: ENOTDIR))) {
        try AtomicFile.write("x", to: below)
      }
      #expect(try names(directory) == ["file"])
      #expect(
        AtomicFileError("a/b", .parentMissing("a")).description
          == "cannot write a/b: the directory a does not exist")
      #expect(AtomicFileError("a", .isDirectory).description == "cannot write a: it is a directory")
      #expect(
        AtomicFileError("a", .system(call: "write", code: ENOSPC)).description
          == "cannot write a: write: No space left on device")
    }
  }

  @Test("A full device is reported, and a device stays a device")
  func device() throws {
    #expect(throws: AtomicFileError("/dev/full", .system(call: "write", code: ENOSPC))) {
      try AtomicFile.write("x", to: "/dev/full")
    }
    try AtomicFile.write("x", to: "/dev/null")
    let type = try FileManager.default.attributesOfItem(atPath: "/dev/null")[.type] as? FileAttributeType
    #expect(type == .typeCharacterSpecial)
  }

  @Test("A write that fails halfway leaves the old file and nothing beside it")
  func failsHalfway() async throws {
    // The limit on file sizes holds for a whole process: in one of its own, the disk is full after 4 KiB.
    await #expect(processExitsWith: .success) {
      let directory = FileManager.default.temporaryDirectory.path + "/muster-full-\(getpid())"
      try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
      defer { try? FileManager.default.removeItem(atPath: directory) }
      let path = directory + "/out.json"
      try AtomicFile.write("old", to: path)
      signal(SIGXFSZ, SIG_IGN)
      var limit = rlimit(rlim_cur: 4096, rlim_max: 4096)
      try #require(setrlimit(__rlimit_resource_t(1), &limit) == 0)
      #expect(throws: AtomicFileError(path, .system(call: "write", code: EFBIG))) {
        try AtomicFile.write(String(repeating: "x", count: 100_000), to: path)
      }
      #expect(try String(contentsOfFile: path, encoding: .utf8) == "old")
      #expect(try FileManager.default.contentsOfDirectory(atPath: directory) == ["out.json"])
    }
  }

  @Test(
    "A signal removes the temporary file, and still ends the process", arguments: [SIGINT, SIGTERM, SIGHUP])
  func signals(number: Int32) async throws {
    let directory = FileManager.default.temporaryDirectory.path + "/muster-signal-\(number)-\(getpid())"
    try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: directory) }
    await #expect(processExitsWith: .signal(number)) {
      [directory = directory as String, number = number as Int32] in
      TemporaryFiles.removeOnSignals()
      try AtomicFile.write("done", to: directory + "/finished")
      let temporary = try TemporaryFile(beside: directory + "/out.json", directory + "/out.json")
      // It is there before the signal, or this test would prove nothing.
      try #require(try FileManager.default.contentsOfDirectory(atPath: directory).count == 2)
      // To the process, not the thread: the threads that run tests block signals.
      kill(getpid(), number)
      sleep(20)
      temporary.discard()
    }
    #expect(try names(directory) == ["finished"])
  }

  @Test("A name as long as a name may be")
  func longName() throws {
    try inDirectory { directory in
      let name = String(repeating: "n", count: 255)
      try AtomicFile.write("x", to: directory + "/" + name)
      #expect(try names(directory) == [name])
    }
  }

  @Test("Many writers of one file: one of them wins, whole")
  func concurrent() async throws {
    let directory = FileManager.default.temporaryDirectory.path + "/muster-many-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: directory) }
    await withTaskGroup { group in
      for writer in 0..<100 {
        group.addTask {
          try? AtomicFile.write(String(repeating: "\(writer % 10)", count: 5000), to: directory + "/out")
        }
      }
    }
    let text = try contents(directory + "/out")
    #expect(text.count == 5000)
    #expect(Set(text).count == 1)
    #expect(try names(directory) == ["out"])
  }
}
