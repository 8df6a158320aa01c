import FoundationEssentials
import Values

/// Whether what was erased can still be found: in rows, in views, in the file itself.
extension ProbeBench {
    static let mark = "planted-qzx"

    static func words(_ event: ProjectionEvent) -> String {
        "\(mark)-\(event.position)-"
    }

    /// Words that nobody would write, put into the texts of events that are erased later.
    func planted(_ event: ProjectionEvent) -> ProjectionEvent {
        let words = ProbeBench.words(event)
        func planted(_ json: JSON) -> JSON {
            switch json {
            // Labels and codes have no spaces, and other words in their place would mean nothing.
            case .string(let text) where text.contains(" "): .string("\(text) \(words)")
            case .array(let elements): .array(elements.map(planted))
            case .object(let members): .object(members.map { .init($0.name, planted($0.value)) })
            default: json
            }
        }
        func planted(_ text: String?) -> String? {
            guard let text, let json = try? JSON.parse(text) else { return text }
            return planted(json).text
        }
        return ProjectionEvent(
            position: event.position,
            id: event.id,
            caseID: event.caseID,
            caseReference: event.caseReference,
            kind: event.kind,
            n: event.n,
            unit: event.unit,
            type: event.type,
            schema: event.schema,
            data: planted(event.data),
            standing: event.standing,
            first: planted(event.first),
            correctedBy: event.correctedBy,
            recordedAt: event.recordedAt,
            by: event.by,
            role: event.role,
            onBehalfOf: event.onBehalfOf,
            occurredFrom: event.occurredFrom,
            occurredTo: event.occurredTo,
            precision: event.precision,
            subjects: event.subjects,
            thirdParties: event.thirdParties,
            source: event.source.map { "\($0) \(words)" },
            confidentiality: event.confidentiality,
            correlation: event.correlation,
            cause: event.cause,
            lateReason: event.lateReason.map { "\($0) \(words)" }
        )
    }

    func erasureDifference(_ probe: Probe, _ indices: [Int]) throws -> Difference? {
        let end = history.fold(indices)
        let erased = end.indices.filter { end[$0].standing == "erased" }
        guard !erased.isEmpty else { return nil }
        func rows(_ count: Int) -> [ProjectionEvent] {
            var now = history.fold(Array(indices[..<count]))
            for index in erased where index < now.count && now[index].standing != "erased" {
                now[index] = planted(now[index])
            }
            return now
        }
        let counts = counts(probe, indices)
        var engine = Engine(file: try open())
        var wasHeld = false
        for count in counts {
            let now = rows(count)
            let isErasing = ProbeBench.isErasing(engine.before, now)
            if try engine.move(to: now, reopening: { try self.open() }) != nil {
                // Where erasing fails, the words of the moment before are still there. What else fails
                // is for other probes, and a rebuild goes on from there.
                if isErasing, let found = try leak(engine) { return found }
                engine = Engine(file: try open())
                guard try engine.move(to: now, reopening: { try self.open() }) == nil else {
                    return nil
                }
            }
            wasHeld =
                wasHeld || erased.contains { $0 < count && folder.takes(engine.before[$0].type) }
        }
        if let found = try leak(engine) { return found }
        return wasHeld ? try fileDifference(counts, rows) : nil
    }

    static func isErasing(_ before: [ProjectionEvent], _ now: [ProjectionEvent]) -> Bool {
        zip(before, now).contains { $0.standing != "erased" && $1.standing == "erased" }
    }

    /// The same on disk: neither the file nor its write-ahead log may hold the words.
    func fileDifference(
        _ counts: [Int],
        _ rows: (Int) -> [ProjectionEvent]
    ) throws -> Difference? {
        let directory = FileManager.default.temporaryDirectory.path
        let path = "\(directory)/vigil-probe-\(UUID().uuidString).sqlite"
        let store = ProjectionStore(directory: directory)
        defer { store.remove(path) }
        func fresh() throws -> ProjectionFile {
            store.remove(path)
            return try ProjectionFile(folder, at: path)
        }
        var engine = Engine(file: try fresh())
        for count in counts {
            let now = rows(count)
            let isErasing = ProbeBench.isErasing(engine.before, now)
            if try engine.move(to: now, isErasing: isErasing, reopening: fresh) != nil {
                return nil
            }
        }
        for suffix in ["", "-wal"] {
            guard let data = FileManager.default.contents(atPath: path + suffix) else { continue }
            if ProbeBench.contains(Array(ProbeBench.mark.utf8), in: Array(data)) {
                return Difference(failure: "the file's bytes still hold words of an erased entry")
            }
        }
        return nil
    }

    static func contains(_ words: [UInt8], in bytes: [UInt8]) -> Bool {
        bytes.withUnsafeBufferPointer { bytes in
            var index = 0
            while index + words.count <= bytes.count {
                if bytes[index] == words[0], bytes[index...].starts(with: words) { return true }
                index += 1
            }
            return false
        }
    }

    /// A row with words of what is erased by now.
    func leak(_ engine: Engine) throws -> Difference? {
        let file = engine.file
        let words = engine.before.filter { $0.standing == "erased" }.map(ProbeBench.words)
        for table in try file.tableNames where written.contains(table.lowercased()) {
            for row in try file.rows(of: table) {
                let texts = row.compactMap(\.text).filter { $0.contains(ProbeBench.mark) }
                if texts.contains(where: { text in words.contains { text.contains($0) } }) {
                    return Difference(table: table, found: row)
                }
            }
        }
        return nil
    }
}
