import Testing

/// Sums over one variant of the pods of openb, by Python.
struct PodFigures: CustomTestStringConvertible, Sendable {
  let variant: String
  let count: Int
  let cpuMilli, memoryMiB, gpuCount, gpuMilli: Int64
  let models: Int
  let creation, scheduling: Int64
  let neverScheduled: Int
  let deletion: Int64
  var testDescription: String { variant }

  static let all = [
    PodFigures(
      variant: "cpu050", count: 7439, cpuMilli: 72_761_612, memoryMiB: 268_502_666,
      gpuCount: 7433, gpuMilli: 5_717_800, models: 0,
      creation: 85_987_725_742, scheduling: 75_659_162_088, neverScheduled: 878,
      deletion: 86_180_960_456),
    PodFigures(
      variant: "cpu100", count: 7853, cpuMilli: 80_292_312, memoryMiB: 289_071_014,
      gpuCount: 7433, gpuMilli: 5_717_800, models: 0,
      creation: 90_703_270_055, scheduling: 80_325_829_054, neverScheduled: 883,
      deletion: 90_912_898_088),
    PodFigures(
      variant: "cpu200", count: 8832, cpuMilli: 97_253_012, memoryMiB: 336_263_486,
      gpuCount: 7433, gpuMilli: 5_717_800, models: 0,
      creation: 101_902_258_489, scheduling: 91_033_251_520, neverScheduled: 927,
      deletion: 102_123_669_998),
    PodFigures(
      variant: "default", count: 8152, cpuMilli: 85_436_012, memoryMiB: 303_546_211,
      gpuCount: 7433, gpuMilli: 5_717_800, models: 0,
      creation: 94_122_763_871, scheduling: 83_582_955_503, neverScheduled: 897,
      deletion: 94_333_406_374),
    PodFigures(
      variant: "gpushare100", count: 8152, cpuMilli: 61_762_240, memoryMiB: 203_938_682,
      gpuCount: 7064, gpuMilli: 3_952_670, models: 0,
      creation: 90_992_350_811, scheduling: 77_204_363_319, neverScheduled: 1209,
      deletion: 91_128_380_651),
    PodFigures(
      variant: "gpushare40", count: 8152, cpuMilli: 80_383_484, memoryMiB: 281_701_244,
      gpuCount: 7382, gpuMilli: 5_323_250, models: 0,
      creation: 94_279_461_116, scheduling: 82_692_450_225, neverScheduled: 981,
      deletion: 94_469_653_096),
    PodFigures(
      variant: "gpushare80", count: 8152, cpuMilli: 67_189_456, memoryMiB: 226_646_565,
      gpuCount: 7159, gpuMilli: 4_313_190, models: 0,
      creation: 90_987_418_383, scheduling: 77_920_392_534, neverScheduled: 1146,
      deletion: 91_155_967_284),
    PodFigures(
      variant: "gpuspec10", count: 8152, cpuMilli: 85_436_012, memoryMiB: 303_546_211,
      gpuCount: 7433, gpuMilli: 5_717_800, models: 1009,
      creation: 94_122_763_871, scheduling: 83_582_955_503, neverScheduled: 897,
      deletion: 94_333_406_374),
    PodFigures(
      variant: "gpuspec20", count: 8152, cpuMilli: 85_436_012, memoryMiB: 303_546_211,
      gpuCount: 7433, gpuMilli: 5_717_800, models: 1869,
      creation: 94_122_763_871, scheduling: 83_582_955_503, neverScheduled: 897,
      deletion: 94_333_406_374),
    PodFigures(
      variant: "gpuspec25", count: 8152, cpuMilli: 85_436_012, memoryMiB: 303_546_211,
      gpuCount: 7433, gpuMilli: 5_717_800, models: 2393,
      creation: 94_122_763_871, scheduling: 83_582_955_503, neverScheduled: 897,
      deletion: 94_333_406_374),
    PodFigures(
      variant: "multigpu20", count: 8324, cpuMilli: 95_171_812, memoryMiB: 344_773_251,
      gpuCount: 8433, gpuMilli: 5_889_800, models: 0,
      creation: 0, scheduling: 0, neverScheduled: 8324,
      deletion: 0),
    PodFigures(
      variant: "multigpu30", count: 8508, cpuMilli: 104_869_612, memoryMiB: 386_930_083,
      gpuCount: 9433, gpuMilli: 6_073_800, models: 0,
      creation: 0, scheduling: 0, neverScheduled: 8508,
      deletion: 0),
    PodFigures(
      variant: "multigpu50", count: 9061, cpuMilli: 137_776_412, memoryMiB: 530_427_459,
      gpuCount: 12_705, gpuMilli: 6_626_800, models: 0,
      creation: 0, scheduling: 0, neverScheduled: 9061,
      deletion: 0),
  ]
}
