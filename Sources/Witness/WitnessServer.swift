import FlyingFox
import FlyingSocks
import FoundationEssentials
import MerkleTree

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// A witness over HTTP: `POST /add-checkpoint`, and nothing else (c2sp.org/tlog-witness).
package enum WitnessServer {
    /// Serves on this machine's loopback until the task ends. What leads here from outside, with its
    /// certificate, is a proxy's work.
    ///
    /// - Parameter ready: called once connections are taken.
    package static func run(
        _ witness: Witness,
        port: UInt16,
        ready: @escaping @Sendable () -> Void
    ) async throws {
        let server = HTTPServer(address: try .inet(ip4: "127.0.0.1", port: port))
        await server.appendRoute("POST /add-checkpoint") { request in
            // The protocol's requests are a few thousand bytes; more is nobody's checkpoint.
            let body = try await Array(request.bodyData.prefix(AddCheckpoint.limit + 1))
            let answer = try witness.answer(body, at: UInt64(max(0, time(nil))))
            return response(to: answer)
        }
        async let running: Void = server.run()
        try await server.waitUntilListening()
        ready()
        try await running
    }

    private static func response(to answer: AddCheckpoint.Answer) -> HTTPResponse {
        switch answer {
        case .cosigned(let signatures):
            let lines = signatures.map(\.line).joined()
            return HTTPResponse(statusCode: .ok, body: Data(lines.utf8))
        case .conflict(let known):
            return HTTPResponse(
                statusCode: HTTPStatusCode(409, phrase: "Conflict"),
                headers: [.contentType: "text/x.tlog.size"],
                body: Data("\(known)\n".utf8)
            )
        case .refused(let status, let rule):
            return HTTPResponse(
                statusCode: HTTPStatusCode(status, phrase: "Refused"),
                body: Data((rule + "\n").utf8)
            )
        }
    }
}
