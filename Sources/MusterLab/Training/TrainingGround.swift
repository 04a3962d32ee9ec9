/// What a trainer is made of besides its settings. The threads and who watches change no bit of it.
public struct TrainingGround: Sendable {
  /// What it trains on, in the order of the setup.
  public var traces: [any Trace]
  /// What it is tested on, in whole, in the order of the setup; nothing tests it on parts or seeds of `traces` that it
  /// does not train on.
  public var tests: [any Trace]
  /// The ``Trainer/state`` that it goes on from; nil at the beginning. What is known there is not searched for again.
  public var state: [UInt8]?
  /// How many threads making it may take.
  public var threads = 1
  /// Told how much work making it takes, where that is more than a moment; gives what is called after each piece, on
  /// any thread.
  public var watch: @Sendable (_ pieces: Int) -> @Sendable () -> Void = { _ in {} }

  public init(_ traces: [any Trace], tests: [any Trace] = []) {
    self.traces = traces
    self.tests = tests
  }
}
