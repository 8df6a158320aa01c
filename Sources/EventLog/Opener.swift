import Crypto
import FoundationEssentials
import Synchronization
package import Values

/// What opens sealed events: the keys of their units, and which units were erased, as a snapshot saw them.
/// It stays good when the snapshot is gone, so that opening holds up nobody who wants to read the log.
package struct Opener: Sendable {
    let record: Identifier
    let store: KeyStore?
    let erased: Set<Identifier>
    let keys: [Identifier: Result<UnitKeys?, LogError>]

    package enum Opened: Sendable {
        case payload(JSON)
        case erased
        /// The key is missing, or what is stored does not open with it; the reason.
        case locked(String)
    }

    /// Keys that another process made after this one read the unit's: looked for once, when what is known
    /// does not open an event.
    private final class Renewed: Sendable {
        private let found = Mutex<[Identifier: UnitKeys?]>([:])

        func keys(of unit: Identifier, since known: UnitKeys, in store: KeyStore?) -> UnitKeys? {
            found.withLock { found in
                if let keys = found[unit] { return keys }
                let keys = try? store?.renewedKeys(of: unit, since: known)
                found.updateValue(keys, forKey: unit)
                return keys
            }
        }
    }

    /// What was sealed in `events`, in order, opened and made into something else on all cores.
    package func open<T: Sendable>(
        _ events: [StoredEvent],
        _ make: @Sendable (StoredEvent, Opened) -> T
    ) -> [T] {
        let renewed = Renewed()
        return concurrentMap(count: events.count, atLeast: 64) { index in
            make(events[index], open(events[index], renewed))
        }
    }

    private func open(_ event: StoredEvent, _ renewed: Renewed) -> Opened {
        let unit = event.row.unit
        guard !erased.contains(unit) else { return .erased }
        guard let body = event.body else { return .locked("its sealed body is missing") }
        switch keys[unit] {
        case .failure(let error): return .locked("\(error)")
        case .success(.some(let keys)):
            do throws(Sealing.Failure) {
                let plaintext: Data
                do throws(Sealing.Failure) {
                    plaintext = try event.row.open(body, record: record, with: keys)
                } catch {
                    guard error == .doesNotOpen,
                        let more = renewed.keys(of: unit, since: keys, in: store)
                    else { throw error }
                    plaintext = try event.row.open(body, record: record, with: more)
                }
                switch Sealing.payload(of: plaintext) {
                case .success(let json): return .payload(json)
                case .failure: return .locked("its payload is not JSON")
                }
            } catch {
                if let fault = keys.fault { return .locked("\(fault)") }
                return .locked(
                    error == .otherContent
                        ? "it opens to other content than its row commits to"
                        : "its sealed body does not open in this row"
                )
            }
        default: return .locked("its unit's key is missing")
        }
    }
}

extension EventRow {
    /// Tries a unit's keys, the newest first: with one epoch there is nothing to try.
    func open(
        _ body: [UInt8],
        record: Identifier,
        with keys: UnitKeys
    ) throws(Sealing.Failure) -> Data {
        let associatedData = associatedData(record: record)
        var failure = Sealing.Failure.doesNotOpen
        for key in keys.keys {
            do throws(Sealing.Failure) {
                return try Sealing.open(
                    body,
                    key: key,
                    associatedData: associatedData,
                    content: content
                )
            } catch {
                failure = error
            }
        }
        throw failure
    }
}
