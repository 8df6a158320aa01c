import CaseModel
import Values

/// A row of the case study: what its steps and their drafts have in common.
struct CaseStudyRow {
    let number: Int
    let status: CaseStudy.Status
    /// The article's section, by the codes of `knowledge/domain.md`.
    let section: String
    let phase: String

    init(_ number: Int, _ status: CaseStudy.Status, in section: String, _ phase: String) {
        self.number = number
        self.status = status
        self.section = section
        self.phase = phase
    }

    /// The row's drafts as one step, each with its provenance and the writer's role.
    func step(
        at recordedAt: Instant,
        by author: String = "s-guider",
        _ drafts: [Draft],
        note: String? = nil
    ) -> CaseStudy.Step {
        let role = CaseStudy.staff.first { $0.pseudonym == author }?.role
        return CaseStudy.Step(
            row: number,
            status: status,
            phase: phase,
            recordedAt: recordedAt,
            by: author,
            drafts: drafts.map { draft in
                var draft = draft
                draft.role = role
                draft.provenance = .object(present: [
                    ("status", draft.provenance?["status"] ?? .string(status.rawValue)),
                    ("section", draft.provenance?["section"] ?? .string(section)),
                    ("row", JSON(number)),
                    ("invented", draft.provenance?["invented"]),
                ])
                return draft
            },
            note: note
        )
    }

    /// The row as a gap that stays open.
    func open(at recordedAt: Instant, missing note: String) -> CaseStudy.Step {
        step(at: recordedAt, [], note: note)
    }
}

extension Draft {
    /// Says what of the entry the article does not give.
    func inventing(_ what: String) -> Draft {
        setting("invented", to: what)
    }

    /// For an entry that has another source than the rest of its row.
    func told(_ status: CaseStudy.Status, in section: String) -> Draft {
        setting("status", to: status.rawValue).setting("section", to: section)
    }

    private func setting(_ name: String, to text: String) -> Draft {
        var copy = self
        copy.provenance = (provenance ?? .object([])).setting(name, to: .string(text))
        return copy
    }
}
