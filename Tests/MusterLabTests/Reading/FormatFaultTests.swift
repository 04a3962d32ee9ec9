import MusterLab
import Testing

@Suite("What each format refuses, word for word")
struct FormatFaultTests {
  let scratch: ScratchDirectory
  init() throws { scratch = try ScratchDirectory() }

  @Test(arguments: FormatFault.all)
  func faults(fault expected: FormatFault) throws {
    let path = try scratch.write("t", expected.content)
    let error = fault { () throws(TraceError) in _ = try expected.format.count(path) }
    #expect(error?.kind == expected.kind)
    #expect(error.map { scratch.shortened("\($0)") } == expected.message)
  }
}

struct FormatFault: CustomTestStringConvertible, Sendable {
  let format: Format
  let kind: TraceError.Kind
  let content: String
  let message: String
  var testDescription: String { "\(format): \(message)" }

  /// The sample of `format` with `old` replaced by `new`.
  private init(_ format: Format, _ kind: TraceError.Kind, _ old: String, _ new: String, _ message: String) {
    self.format = format
    self.kind = kind
    content = format.sample.replacing(old, with: new)
    self.message = message
  }

  static let all: [FormatFault] = openb + google + requests + outcomes + workload

  private static let openb = [
    FormatFault(
      .openbNodes, .missingColumn, "memory_mib", "memory_mb",
      "t:1: column memory_mib: found no such column (nearest: memory_mb), expected it in the header"),
    FormatFault(
      .openbNodes, .negative, "8000", "-8000",
      "t:3: column cpu_milli: found \"-8000\", expected a whole number >= 0"),
    FormatFault(.openbNodes, .malformed, "n1", "", "t:3: column sn: found \"\", expected a name"),
    FormatFault(.openbNodes, .fieldCount, ",2,P100", ",2", "t:2: found 4 fields, expected 5 fields"),
    FormatFault(
      .openbPods, .negative, ",1,460", ",-1,460",
      "t:2: column num_gpu: found \"-1\", expected a whole number >= 0"),
    FormatFault(
      .openbPods, .outOfRange, "460", "1001",
      "t:2: column gpu_milli: found \"1001\", expected a whole number from 0 to 1000"),
    FormatFault(
      .openbPods, .malformed, "12000", "12e3",
      "t:2: column cpu_milli: found \"12e3\", expected a whole number >= 0"),
    FormatFault(
      .openbPods, .malformed, "V100M16|T4", "|T4",
      "t:2: column gpu_spec: found \"|T4\", expected names with | between them, or nothing"),
    FormatFault(
      .openbPods, .outOfRange, "5,90,7", "5,90,4",
      "t:2: column scheduled_time: found \"4\", expected a time >= 5, its creation_time"),
    FormatFault(
      .openbPods, .outOfRange, "5,90,7", "5,6,7",
      "t:2: column deletion_time: found \"6\", expected a time >= 7, its scheduled_time"),
    FormatFault(
      .openbPods, .outOfRange, "5,90,7", "5,4,",
      "t:2: column deletion_time: found \"4\", expected a time >= 5, its creation_time"),
  ]

  private static let google = [
    FormatFault(.googleTasks, .fieldCount, ",,,,\n", ",,,\n", "t:1: found 12 fields, expected 13 fields"),
    FormatFault(
      .googleTasks, .malformed, "0,2,", ",2,", "t:1: column time: found \"\", expected a whole number >= 0"),
    FormatFault(
      .googleTasks, .outOfRange, "0,2,", "0,3,",
      "t:1: column missing info: found \"3\", expected a whole number from 0 to 2"),
    FormatFault(
      .googleTasks, .outOfRange, ",0,user,3", ",9,user,3",
      "t:1: column event type: found \"9\", expected a whole number from 0 to 8"),
    FormatFault(
      .googleTasks, .outOfRange, "user,0,11", "user,0,12",
      "t:2: column priority: found \"12\", expected a whole number from 0 to 11"),
    FormatFault(
      .googleTasks, .negative, "0.125", "-0.125",
      "t:2: column CPU request: found \"-0.125\", expected a number >= 0"),
    FormatFault(
      .googleTasks, .malformed, "0.125", "nan",
      "t:2: column CPU request: found \"nan\", expected a number >= 0"),
    FormatFault(
      .googleTasks, .outOfOrder, "0,2,3418309", "6,2,3418309",
      "t:2: column time: found \"5\", expected no less than in the row before"),
    FormatFault(
      .googleJobs, .negative, ",8,,", ",-8,,",
      "t:2: column event type: found \"-8\", expected a whole number from 0 to 8"),
    FormatFault(.googleJobs, .fieldCount, ",logical", "", "t:1: found 7 fields, expected 8 fields"),
    FormatFault(
      .googleJobs, .outOfOrder, "0,,3418309", "8,,3418309",
      "t:2: column time: found \"7\", expected no less than in the row before"),
  ]

  private static let requests = [
    FormatFault(
      .azureLLM, .malformed, "18:17:03.9799600", "18h17",
      "t:2: column TIMESTAMP: found \"2023-11-16 18h17\", expected a time such as 2023-11-16 18:17:03.9799600, in the years 1970 to 2261"
    ),
    FormatFault(
      .azureLLM, .outOfOrder, "18:17:04", "18:17:02",
      "t:3: column TIMESTAMP: found \"2023-11-16 18:17:02.0319600\", expected no less than in the row before"),
    FormatFault(
      .azureLLM, .negative, "3180", "-1",
      "t:3: column ContextTokens: found \"-1\", expected a whole number >= 0"),
    FormatFault(
      .mooncake, .negative, "6758", "-2",
      "t:1: column input_length: found \"-2\", expected a whole number >= 0"),
    FormatFault(
      .mooncake, .malformed, "6758", "\"x\"",
      "t:1: column input_length: found \"\\\"x\\\"\", expected a whole number >= 0"),
    FormatFault(
      .mooncake, .malformed, "500", "5.0",
      "t:1: column output_length: found \"5.0\", expected a whole number >= 0"),
    FormatFault(
      .mooncake, .outOfRange, "4294967295", "4294967296",
      "t:1: column hash_ids: found \"4294967296\", expected a whole number from 0 to 4294967295"),
    FormatFault(
      .mooncake, .malformed, "[0,", "[0", "t:1: column hash_ids: found \"1\", expected a comma or ]"),
    FormatFault(
      .mooncake, .missingColumn, "hash_ids\":[]", "hash\":[]",
      "t:2: column hash_ids: found no such key, expected it in the object"),
    FormatFault(
      .mooncake, .duplicateColumn, "output_length\":1,", "timestamp\":3,",
      "t:2: column timestamp: found it more than once, expected it once in the object"),
    FormatFault(
      .mooncake, .outOfOrder, "{\"timestamp\": 0", "{\"timestamp\": 4",
      "t:2: column timestamp: found \"3\", expected no less than in the row before"),
    FormatFault(
      .mooncake, .malformed, "{\"hash_ids", "[\"hash_ids",
      "t:2: column 1: found \"[\\\"hash_ids\\\":[\", expected an object"),
    FormatFault(
      .mooncake, .malformed, "\"timestamp\":3}", "\"timestamp\":3",
      "t:2: column 98: found the end of the line, expected a comma or }"),
    FormatFault(.mooncake, .malformed, "null", "nil", "t:2: column note: found \"nil\", expected a value"),
  ]

  private static let outcomes = [
    FormatFault(
      .outcomes, .outOfRange, "-1,1,", "-1,2,", "t:2: column resolved: found \"2\", expected 0 or 1"),
    FormatFault(
      .outcomes, .negative, "0.2278", "-0.2278",
      "t:2: column cost_usd: found \"-0.22785100000000003\", expected a number >= 0"),
    FormatFault(.outcomes, .malformed, "a,t", "a,", "t:3: column task: found \"\", expected a name"),
    FormatFault(
      .outcomes, .negative, "0,0,0", "0,0,-1", "t:3: column turns: found \"-1\", expected a whole number >= 0"
    ),
    FormatFault(
      .outcomes, .missingColumn, "cost_usd", "costusd",
      "t:1: column cost_usd: found no such column (nearest: costusd), expected it in the header"),
    // The prompt has a line break in it: the flag behind it stands on the line after the one of the record.
    FormatFault(
      .routeLLM, .malformed, "He\",0", "He\",yes", "t:3: column weak_correct: found \"yes\", expected 0 or 1"),
    FormatFault(.routeLLM, .malformed, "art,x", "art,", "t:4: column prompt: found \"\", expected a name"),
    FormatFault(
      .routeLLM, .unterminatedQuote, "He\"", "He",
      "t:2: column prompt: found a quote that is never closed, expected a closing quote before the end of the file"
    ),
  ]

  private static let workload = [
    FormatFault(.swf, .fieldCount, " 1 30", " 1", "t:7: found 17 fields, expected 18 fields"),
    FormatFault(
      .swf, .outOfRange, "1000 5 7", "1000 6 7",
      "t:7: column status: found \"6\", expected a whole number from -1 to 5"),
    FormatFault(
      .swf, .outOfRange, "12.5", "-2", "t:5: column run time: found \"-2\", expected a number >= -1"),
    FormatFault(
      .swf, .negative, "12.5", "-0.5", "t:5: column run time: found \"-0.5\", expected a number >= 0, or -1"),
    FormatFault(
      .swf, .negative, "2 10 3", "2 -1 3", "t:7: column submit time: found \"-1\", expected a number >= 0"),
    FormatFault(
      .swf, .outOfOrder, "1  0 -1", "1  11 -1",
      "t:7: column submit time: found \"10\", expected no less than in the row before"),
    FormatFault(
      .swf, .malformed, "4.25", "4,25",
      "t:7: column average CPU time: found \"4,25\", expected a number >= -1"),
  ]
}
