/// The least cost of the instances of seeds 0, 1, ...; nil where there is none. Made by Tests/Golden/flow.py 60
/// --swift with OR-Tools 9.15.
enum FlowGolden {
  static let costs: [Int?] = [
    39039, 1303, 4113, 654, 15902, nil, 8015, nil, 6560, nil, 16931, -10, 1739, nil, 29774, nil,
    16535, nil, 8361, -478, 5349, nil, 20166, 79, 25870, 0, 13480, 1896, 6681, nil, 40041, -551,
    1490, 2793, 9298, -372, 4167, nil, 9399, -1592, 14594, 800, 7288, nil, 35415, nil, 1360, 2782,
    11772, nil, 7725, nil, 3145, 6748, 20064, -64, 14181, nil, 1944, nil,
  ]
}
