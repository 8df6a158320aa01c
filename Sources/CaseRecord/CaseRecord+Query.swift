import CaseModel
import EventLog
package import Projector
package import Values

extension CaseRecord {
    /// What a question was told, and what somebody would need to get the same again.
    package struct Told: Sendable {
        package let question: Question
        package let answer: Answer
        /// The position that all projections read stand at, and the log's root there.
        package let position: Int64
        package let root: String
        package let versions: [(name: String, version: String)]
    }

    /// When a question is asked of, and about whom.
    package struct Asking: Sendable {
        /// The case's name; nil for all.
        package var caseName: String?
        package var asOf: Instant?
        package var knownAt: Instant?
        package var from: Instant?
        package var to: Instant?
        /// Parameters that only this question has, by name with the colon.
        package var others: [String: Value]

        package init(
            caseName: String? = nil,
            asOf: Instant? = nil,
            knownAt: Instant? = nil,
            from: Instant? = nil,
            to: Instant? = nil,
            others: [String: Value] = [:]
        ) {
            self.caseName = caseName
            self.asOf = asOf
            self.knownAt = knownAt
            self.from = from
            self.to = to
            self.others = others
        }
    }

    /// The named questions of a projection.
    package func questions(of name: String) throws -> [Question] {
        try RecordError.wrapping {
            try Question.all(in: "\(try projections.folder(name).path)/queries")
        }
    }

    package func question(_ id: String, of name: String) throws -> Question {
        let all = try questions(of: name)
        guard let question = all.first(where: { $0.id == id }) else {
            throw RecordError(
                .refused,
                "unknown-query",
                "projection '\(name)' has no query '\(id.prefix(60))'",
                hint: all.isEmpty
                    ? "it has none" : "it has " + all.map(\.id).joined(separator: ", ")
            )
        }
        return question
    }

    /// Asks a question. That it is asked, of which case and by whom, is recorded before it is answered.
    ///
    /// - Parameter views: what the record of the look says it was: `query due/due`.
    package func ask(
        _ question: Question,
        _ asking: Asking,
        for reader: Reader,
        view: String
    ) throws -> Told {
        try RecordError.wrapping {
            try check(reader)
            let summary = try asking.caseName.map { try findCase($0) }
            let folders = try question.reads.map { try readable($0) }
            for name in asking.others.keys where !question.script.text.contains(name) {
                throw RecordError(
                    .invalid,
                    "parameter",
                    "the query '\(question.id)' has no parameter '\(name.dropFirst())'"
                )
            }
            try recordView(
                of: summary.map { [$0.id] } ?? [],
                [],
                for: reader,
                view: view,
                Timeline.Query(asOf: asking.asOf, knownAt: asking.knownAt)
            )
            return try answer(question, asking, summary?.id, folders)
        }
    }

    /// A folder that questions may read: any, the directory too.
    func readable(_ name: String) throws -> ProjectionFolder {
        name == "directory" ? directory.folder : try projections.folder(name)
    }

    /// The same without a word in the access log: for this facade's own use.
    func answer(
        _ question: Question,
        _ asking: Asking,
        _ caseID: Identifier?,
        _ folders: [ProjectionFolder]
    ) throws -> Told {
        let position: Int64
        let rows: Answer
        let parameters = CaseRecord.parameters(asking, caseID, now: now())
        if let knownAt = asking.knownAt {
            position = try log.read { try $0.position(knownAt: knownAt) }
            let bench = try Workbench(folders)
            let feed = feed()
            try bench.apply(feed.service(through: position))
            for id in try caseID.map({ [$0] }) ?? caseSummaries().map(\.id) {
                try bench.apply(feed.whole(id, through: position))
            }
            rows = try bench.ask(question, parameters)
        } else {
            let desk = try desk(folders)
            position = desk.positions.first ?? 0
            rows = try desk.ask(question, parameters)
        }
        return Told(
            question: question,
            answer: rows,
            position: position,
            root: try root(at: position),
            versions: folders.map { ($0.name, $0.version) }
        )
    }

    /// Files joined at one position. Another process may bring one of them further, or swap it, between
    /// the catching up and the joining: then both are done again.
    func desk(_ folders: [ProjectionFolder]) throws -> ReadingDesk {
        for attempt in 0... {
            let files = try currentFiles(folders)
            do {
                let desk = try ReadingDesk(
                    files.compactMap { file in file.path.map { (file.folder.name, $0) } }
                )
                if Set(desk.positions).count <= 1 { return desk }
            } catch ProjectionError.unavailable(let sentence) where attempt == 8 {
                throw ProjectionError.unavailable(sentence)
            } catch ProjectionError.unavailable {}
            guard attempt < 8 else { break }
        }
        throw ProjectionError.unavailable("the projections move on faster than they can be joined")
    }

    static func parameters(
        _ asking: Asking,
        _ caseID: Identifier?,
        now: Instant
    ) -> [String: Value] {
        [
            ":case": Value(caseID?.description),
            ":as_of": .text((asking.asOf ?? asking.knownAt ?? now).description),
            ":from": Value(asking.from?.description),
            ":to": Value(asking.to?.description),
        ].merging(asking.others) { common, _ in common }
    }
}
