import Foundation
import NIOPosix

/// `muster-mock`: a model endpoint that speaks the OpenAI protocol and answers at once, or fails as it is told to.
///
/// One event loop; the answers are bytes that are there before they are asked for. ``Behaviour`` lists the faults
/// that a request chooses by its model's name; `/stats` and `/last` tell what arrived.
@main
struct MusterMock {
  static func main() async {
    do {
      let options = try Options(Array(CommandLine.arguments.dropFirst()))
      let server = try await MockServer.start(options, on: MultiThreadedEventLoopGroup(numberOfThreads: 1))
      FileHandle.standardOutput.write(Data("listening on \(server.localAddress?.port ?? 0)\n".utf8))
      try await server.closeFuture.get()
    } catch {
      FileHandle.standardError.write(Data("muster-mock: \(error)\n".utf8))
      exit(2)
    }
  }
}
