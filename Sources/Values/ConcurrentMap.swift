import Dispatch

/// `body` for 0..<count, in order, on all cores when there are at least `atLeast`.
package func concurrentMap<T: Sendable>(
    count: Int,
    atLeast: Int = 2,
    chunk size: Int? = nil,
    _ body: @Sendable (Int) -> T
) -> [T] {
    guard count >= atLeast else { return (0..<count).map(body) }
    return [T](unsafeUninitializedCapacity: count) { buffer, initialized in
        // Each chunk writes its own part of the buffer, and all have finished when this returns.
        nonisolated(unsafe) let base = buffer.baseAddress
        let chunk = size ?? max(8, (count + 7) / 8)
        DispatchQueue.concurrentPerform(iterations: (count + chunk - 1) / chunk) { index in
            for item in (index * chunk)..<min(count, (index + 1) * chunk) {
                base?.advanced(by: item).initialize(to: body(item))
            }
        }
        initialized = count
    }
}
