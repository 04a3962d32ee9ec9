import MusterLab
import Testing

@Suite("Google 2011: parts in a directory")
struct GooglePartsTests {
  let scratch: ScratchDirectory
  init() throws { scratch = try ScratchDirectory() }

  private func job(_ time: Int) -> String { "\(time),,1,0,u,0,n,l\n" }

  @Test("Parts are one stream in the order of their names, plain and gzip mixed")
  func order() throws {
    let second = gzipped(Array((job(2) + job(3)).utf8))
    _ = try scratch.write("job_events-part-00001.csv.gz", second)
    _ = try scratch.write("job_events-part-00000.csv", job(0) + job(1))
    _ = try scratch.write("job_events-part-00010.csv", job(4))
    _ = try scratch.write("task_events-part-00000.csv", "not,ours\n")
    _ = try scratch.write("notes.txt", "nor this\n")
    for path in [scratch.path, scratch.path + "/"] {
      #expect(try GoogleJobEventReader(path: path).all().map(\.timeMicroseconds) == [0, 1, 2, 3, 4])
    }
  }

  @Test("A fault is in the part, not in the directory; time runs on from part to part")
  func acrossParts() throws {
    _ = try scratch.write("job_events-part-00000.csv", job(0) + job(9))
    _ = try scratch.write("job_events-part-00001.csv", job(8))
    let error = fault { () throws(TraceError) in _ = try Format.googleJobs.count(scratch.path) }
    #expect(
      error.map { scratch.shortened("\($0)") }
        == "job_events-part-00001.csv:1: column time: found \"8\", expected no less than in the row before")
  }

  @Test("A cut part is an error also when others follow")
  func cut() throws {
    _ = try scratch.write("job_events-part-00000.csv.gz", gzipped(Array(job(0).utf8)).dropLast(3))
    _ = try scratch.write("job_events-part-00001.csv", job(8))
    let error = fault { () throws(TraceError) in _ = try Format.googleJobs.count(scratch.path) }
    #expect(error?.kind == .corruptGzip)
  }

  @Test("No part of the table, or one of them twice, is an error")
  func selection() throws {
    let none = fault { () throws(TraceError) in _ = try Format.googleTasks.count(scratch.path) }
    #expect(
      none.map { scratch.shortened("\($0)") }
        == "DIR: found no part of task_events, expected files called task_events-part-*.csv or .csv.gz")
    _ = try scratch.write("job_events-part-00000.csv", job(0))
    _ = try scratch.write("job_events-part-00000.csv.gz", gzipped(Array(job(0).utf8)))
    let twice = fault { () throws(TraceError) in _ = try Format.googleJobs.count(scratch.path) }
    #expect(
      twice.map { scratch.shortened("\($0)") }
        == "DIR: found both job_events-part-00000.csv and job_events-part-00000.csv.gz, expected one of them")
  }
}
