import CaseModel
import EventLog
package import Projector
package import Values

extension CaseRecord {
    /// What a question was told, and what somebody would need to get the same again.
    package struct Told: Sendable {
        package let look: Look
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
        try ask(question, asking, for: reader, view: view, wish: nil)
    }

    /// - Parameter wish: what the policy is asked for; nil for what the projections hold.
    func ask(
        _ question: Question,
        _ asking: Asking,
        for reader: Reader,
        view: String,
        wish: AccessPolicy.Wish?
    ) throws -> Told {
        try RecordError.wrapping {
            let summary = try asking.caseName.map { try findCase($0) }
            let folders = try question.reads.map { try readable($0) }
            for name in asking.others.keys where !question.script.text.contains(name) {
                throw RecordError(
                    .invalid,
                    "parameter",
                    "the query '\(question.id)' has no parameter '\(name.dropFirst())'"
                )
            }
            let isOfService = question.reads.allSatisfy { $0 == "settings" }
            let permit = try permit(
                Intent(
                    reader,
                    view,
                    wish
                        ?? .init(
                            isOfService ? .service : .figures,
                            needs: CaseRecord.classes(of: folders)
                        ),
                    Timeline.Query(asOf: asking.asOf, knownAt: asking.knownAt)
                ),
                of: summary?.id
            )
            let scope = try scope(permit, summary)
            let look = try look(permit, at: summary.map { [$0.id] } ?? scope.map(Array.init) ?? [])
            let told = try answer(question, asking, summary?.id, folders, only: scope)
            return Told(
                look: look,
                question: question,
                answer: told.answer,
                position: told.position,
                root: told.root,
                versions: folders.map { ($0.name, $0.version) }
            )
        }
    }

    /// The classes that a projection may hold.
    static func classes(of folders: [ProjectionFolder]) -> Set<Confidentiality> {
        let highest = folders.compactMap { Confidentiality(rawValue: $0.ceiling) }.max()
        return highest.map { highest in
            Set(Confidentiality.allCases.filter { $0 <= highest })
        } ?? []
    }

    /// The only cases that may be among what a question reads; nil for all.
    ///
    /// An author's SQL may read past `:case`, so for whoever sees only their own cases, the others are
    /// not there.
    func scope(_ permit: Permit, _ summary: CaseSummary?) throws -> Set<Identifier>? {
        guard permit.grant.reach == .ownCases else { return nil }
        return try summary.map { [$0.id] } ?? ownCases(permit)
    }

    /// A folder that questions may read: any, the directory too.
    func readable(_ name: String) throws -> ProjectionFolder {
        name == "directory" ? directory.folder : try projections.folder(name)
    }

    /// The rows, which nobody was shown yet.
    ///
    /// - Parameter scope: the only cases that are read; nil for all.
    func answer(
        _ question: Question,
        _ asking: Asking,
        _ caseID: Identifier?,
        _ folders: [ProjectionFolder],
        only scope: Set<Identifier>? = nil
    ) throws -> (answer: Answer, position: Int64, root: String) {
        let position: Int64
        let rows: Answer
        let parameters = CaseRecord.parameters(asking, caseID, now: now())
        if asking.knownAt != nil || scope != nil {
            position = try log.read { snapshot in
                try asking.knownAt.map { try snapshot.position(knownAt: $0) } ?? snapshot.position()
            }
            let bench = try Workbench(folders)
            let feed = feed()
            try bench.apply(feed.service(through: position))
            for id in try caseID.map({ [$0] }) ?? scope?.sorted() ?? caseIDs() {
                try bench.apply(feed.whole(id, through: position))
            }
            rows = try bench.ask(question, parameters)
        } else {
            let desk = try desk(folders)
            position = desk.positions.first ?? 0
            rows = try desk.ask(question, parameters)
        }
        return (rows, position, try root(at: position))
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
