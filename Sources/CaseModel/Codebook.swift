/// A versioned list of codes: attunement principles, measures, consent scopes, red flags.
///
/// Codes are data, not types: a service may adopt its own version with `codebook-adopted`, and an
/// entry keeps the meaning that its codes had on its day.
package struct Codebook: Sendable {
    package let name: Name
    /// The version that an entry was coded with: `vigil-1`, or a service's own.
    package let version: String
    /// Where the codes and their wording come from.
    package let source: String
    package let codes: [Code]

    package init(name: Name, version: String, source: String, codes: [Code]) {
        self.name = name
        self.version = version
        self.source = source
        self.codes = codes
    }

    package subscript(code: String) -> Code? { codes.first { $0.code == code } }

    package enum Name: String, CaseIterable, Sendable {
        case principles
        case consentScopes = "consent-scopes"
        case redFlags = "red-flags"
        case measures
        case ports
        case skills
        case attendance
        case sessionKinds = "session-kinds"
        case relationships
        case pauseReasons = "pause-reasons"
        case closureReasons = "closure-reasons"
        case agencies
    }

    package struct Code: Sendable {
        package let code: String
        package let meaning: String
        /// A heading over several codes, such as a level of the principles.
        package let group: String?
        /// For a measure: what its scores can be.
        package let scores: Scores?

        package init(_ code: String, _ meaning: String, group: String? = nil, scores: Scores? = nil)
        {
            self.code = code
            self.meaning = meaning
            self.group = group
            self.scores = scores
        }
    }

    /// The range of a measure's total and subscales, and which way is better. Never item texts:
    /// most questionnaires are licensed.
    package struct Scores: Sendable {
        package let total: ClosedRange<Int>?
        package let subscales: [String: ClosedRange<Int>]
        package let higherIsBetter: Bool
        /// Lower bounds of the published bands and what they are called.
        package let bands: [(from: Int, called: String)]

        package init(
            total: ClosedRange<Int>?,
            subscales: [String: ClosedRange<Int>] = [:],
            higherIsBetter: Bool,
            bands: [(from: Int, called: String)] = []
        ) {
            self.total = total
            self.subscales = subscales
            self.higherIsBetter = higherIsBetter
            self.bands = bands
        }
    }
}

/// The codebooks in force: the built-in ones, each replaced by what the service last adopted.
package struct Codebooks: Sendable {
    private var books: [Codebook.Name: Codebook]

    package init(_ books: [Codebook]) {
        self.books = Dictionary(books.map { ($0.name, $0) }) { _, last in last }
    }

    package subscript(name: Codebook.Name) -> Codebook? { books[name] }

    package mutating func adopt(_ book: Codebook) { books[book.name] = book }

    package var all: [Codebook] { Codebook.Name.allCases.compactMap { books[$0] } }
}
