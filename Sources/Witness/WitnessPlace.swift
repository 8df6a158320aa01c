import Dispatch
import Foundation
import MerkleTree

#if canImport(FoundationNetworking)
import FoundationNetworking
#endif

/// Where a witness is asked: a folder on a share or stick, or an address.
package enum WitnessPlace: Sendable, CustomStringConvertible {
    case folder(String)
    case address(String)

    package init(_ text: String) throws {
        guard text.hasPrefix("http://") || text.hasPrefix("https://") else {
            self = .folder(text)
            return
        }
        let text = text.hasSuffix("/") ? String(text.dropLast()) : text
        guard URL(string: text)?.host != nil else {
            throw Witness.Failure(rule: "the address of the witness is not one")
        }
        self = .address(text)
    }

    package var description: String {
        switch self {
        case .folder(let path): path
        case .address(let address): address
        }
    }

    /// Asks it to sign. Waits for at most half a minute.
    package func ask(_ request: AddCheckpoint) throws -> AddCheckpoint.Answer {
        switch self {
        case .folder(let path):
            return try Witness.open(path)
                .answer(Array(request.body.utf8), at: UInt64(Date().timeIntervalSince1970))
        case .address(let address): return try post(request, to: address)
        }
    }

    private func post(_ request: AddCheckpoint, to address: String) throws
        -> AddCheckpoint.Answer
    {
        guard let url = URL(string: address) else {
            throw Witness.Failure(rule: "the address of the witness is not one")
        }
        var message = URLRequest(
            url: url.appendingPathComponent("add-checkpoint"),
            cachePolicy: .reloadIgnoringLocalCacheData,
            timeoutInterval: 30
        )
        message.httpMethod = "POST"
        message.httpBody = Data(request.body.utf8)
        let box = Box()
        let done = DispatchSemaphore(value: 0)
        let session = URLSession(configuration: .ephemeral)
        session.dataTask(with: message) { data, response, _ in
            box.status = (response as? HTTPURLResponse)?.statusCode
            box.body = data.map { Array($0.prefix(AddCheckpoint.limit)) } ?? []
            done.signal()
        }.resume()
        done.wait()
        session.invalidateAndCancel()
        guard let status = box.status else {
            throw Witness.Failure(rule: "the witness does not answer")
        }
        let text = String(decoding: box.body, as: UTF8.self)
        switch status {
        case 200:
            let note = try? SignedNote(parsing: request.note)
            guard let note, let answered = try? SignedNote(parsing: note.text + "\n" + text) else {
                throw Witness.Failure(rule: "the witness's answer is not written as it should be")
            }
            return .cosigned(answered.signatures)
        case 409:
            guard let known = UInt64(text.trimmingCharacters(in: .newlines)) else {
                throw Witness.Failure(rule: "the witness's answer is not written as it should be")
            }
            return .conflict(known: known)
        default:
            // Somebody else's words, on one line and no longer than a sentence.
            let rule = text.split(whereSeparator: \.isNewline).first.map { String($0.prefix(120)) }
            return .refused(status: status, rule: rule ?? "the witness answers \(status)")
        }
    }

    /// Written by the session's thread before `done` is signalled, and read only after it was waited for.
    private final class Box: @unchecked Sendable {
        var status: Int?
        var body: [UInt8] = []
    }
}
