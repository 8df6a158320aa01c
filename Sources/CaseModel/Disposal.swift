package import Values

/// Everything that was asked, proposed, appraised and done about erasing, as the service's governance
/// events tell it.
package struct DisposalRegister: Sendable {
    package var requests: [ErasureRequest] = []
    package var disposals: [Disposal] = []
    /// Replacements of the key-encryption key.
    package var rotations: [(position: Int64, from: String?)] = []
    /// Positions of backups, with the last position that each holds.
    package var backups: [(position: Int64, through: Int64)] = []
    /// The highest number of a reference that was in use when a case was proposed that is destroyed now:
    /// nobody can tell any more which of them was its own.
    package var lastReference = 0
    private var references: [Identifier: Int] = [:]

    package init(folding entries: [Entry]) {
        for entry in entries { evolve(by: entry) }
    }

    package func disposal(_ id: Identifier) -> Disposal? { disposals.first { $0.id == id } }

    package func request(_ id: Identifier) -> ErasureRequest? { requests.first { $0.id == id } }

    private mutating func evolve(by entry: Entry) {
        guard let data = entry.payload?.data, let type = entry.type else { return }
        func id(_ name: String) -> Identifier? { data[name]?.string.flatMap { Identifier($0) } }
        func index(_ name: String) -> Int? {
            id(name).flatMap { id in disposals.firstIndex { $0.id == id } }
        }
        switch type {
        case .erasureRequested:
            guard let caseID = id("case") else { return }
            requests.append(
                ErasureRequest(
                    id: entry.id,
                    position: entry.position,
                    at: entry.recordedAt,
                    caseID: caseID,
                    extent: Disposal.Extent(data),
                    requester: data["requester"]?.string ?? "other",
                    due: data["due"]?.string.flatMap { CivilDate($0) }
                        ?? LondonTime.civil(of: entry.recordedAt).date.adding(months: 1)
                )
            )
        case .erasureRefused:
            guard let id = id("request"), let index = requests.firstIndex(where: { $0.id == id })
            else { return }
            requests[index].refusedBy = entry.position
            requests[index].exemption = data["exemption"]?.string
        case .disposalProposed:
            guard let caseID = id("case") else { return }
            references[entry.id] = data["lastReference"]?.integer
            disposals.append(
                Disposal(
                    id: entry.id,
                    position: entry.position,
                    at: entry.recordedAt,
                    caseID: caseID,
                    extent: Disposal.Extent(data),
                    units: (data["units"]?.strings ?? []).compactMap { Identifier($0) },
                    ground: data["ground"]?.string ?? "other",
                    rules: data["rules"]?.strings ?? [],
                    request: id("request"),
                    proposedBy: Set([entry.by, data["proposedBy"]?.string ?? entry.by])
                )
            )
        case .disposalAppraised:
            guard let index = index("proposal") else { return }
            disposals[index].appraisals.append(
                .init(
                    position: entry.position,
                    by: data["appraisedBy"]?.string ?? entry.by,
                    outcome: data["outcome"]?.string ?? "keep"
                )
            )
        case .disposalScheduled:
            guard let index = index("proposal"),
                let time = data["notBefore"]?.string.flatMap({ Occurrence($0) })
            else { return }
            disposals[index].notBefore =
                time.interval(recordedAt: .distantFuture).from ?? .distantFuture
        case .disposalCancelled:
            if let index = index("proposal") { disposals[index].cancelledBy = entry.position }
        case .erasureCarriedOut:
            guard let index = index("proposal") else { return }
            lastReference = max(lastReference, references[disposals[index].id] ?? 0)
            disposals[index].carriedOut = .init(
                id: entry.id,
                position: entry.position,
                units: (data["units"]?.strings ?? []).compactMap { Identifier($0) },
                events: data["events"]?.integer ?? 0,
                reached: data["reached"]?.strings ?? [],
                notReached: data["notReached"]?.strings ?? []
            )
            if let request = disposals[index].request,
                let index = requests.firstIndex(where: { $0.id == request })
            {
                requests[index].carriedOutBy = entry.position
            }
        case .disposalAttested:
            guard let erasure = id("erasure"),
                let index = disposals.firstIndex(where: { $0.carriedOut?.id == erasure }),
                let state = data["state"]?.string.flatMap(Disposal.Attested.init)
            else { return }
            disposals[index].attestations.append(
                .init(
                    position: entry.position,
                    state: state,
                    backupsExpire: data["backupsExpire"]?.string.flatMap { CivilDate($0) }
                )
            )
        case .keysRotated:
            guard data["key"]?.string == "key-encryption" else { return }
            rotations.append((entry.position, data["from"]?.string))
        case .backupMade:
            backups.append((entry.position, Int64(data["through"]?.integer ?? 0)))
        default: break
        }
    }
}

/// Somebody's request that something be erased.
package struct ErasureRequest: Sendable {
    package let id: Identifier
    package let position: Int64
    package let at: Instant
    package let caseID: Identifier
    package let extent: Disposal.Extent
    package let requester: String
    /// By when to answer: one month.
    package let due: CivilDate
    package var refusedBy: Int64?
    package var exemption: String?
    package var carriedOutBy: Int64?

    package var isOpen: Bool { refusedBy == nil && carriedOutBy == nil }
}

/// A proposal to destroy units, and how far it has come.
package struct Disposal: Sendable {
    package let id: Identifier
    package let position: Int64
    package let at: Instant
    package let caseID: Identifier
    package let extent: Extent
    package let units: [Identifier]
    package let ground: String
    package let rules: [String]
    package let request: Identifier?
    package let proposedBy: Set<String>
    package var appraisals: [Appraisal] = []
    package var notBefore: Instant?
    package var cancelledBy: Int64?
    package var carriedOut: CarriedOut?
    package var attestations: [Attestation] = []

    package enum Extent: Sendable, Hashable {
        case wholeCase
        case film(String)
        case entry(Int64)

        init(_ data: JSON) {
            if let film = data["film"]?.string, data["extent"]?.string == "film" {
                self = .film(film)
            } else if let position = data["position"]?.integer, data["extent"]?.string == "entry" {
                self = .entry(Int64(position))
            } else {
                self = .wholeCase
            }
        }

        package var word: String {
            switch self {
            case .wholeCase: "case"
            case .film: "film"
            case .entry: "entry"
            }
        }

        package var film: String? { if case .film(let film) = self { film } else { nil } }

        package var position: Int64? {
            if case .entry(let position) = self { position } else { nil }
        }
    }

    package struct Appraisal: Sendable {
        package let position: Int64
        package let by: String
        package let outcome: String
    }

    package struct CarriedOut: Sendable {
        package let id: Identifier
        package let position: Int64
        package let units: [Identifier]
        package let events: Int
        package let reached: [String]
        package let notReached: [String]
    }

    package enum Attested: String, CaseIterable, Sendable {
        case destroyedLive = "destroyed-live"
        case keyRetired = "kek-retired"
        case final
    }

    package struct Attestation: Sendable {
        package let position: Int64
        package let state: Attested
        package let backupsExpire: CivilDate?
    }

    /// In one word, for lists.
    package var standing: String {
        if let last = attestations.last { return last.state.rawValue }
        if carriedOut != nil { return "carried-out" }
        if cancelledBy != nil { return "cancelled" }
        if appraisals.contains(where: { $0.outcome != "destroy" }) { return "kept" }
        if notBefore != nil { return "scheduled" }
        return isApproved ? "approved" : "proposed"
    }

    /// Two said 'destroy', neither of them the proposer, and nobody said otherwise.
    package var isApproved: Bool {
        let approving = Set(appraisals.map(\.by)).subtracting(proposedBy)
        return approving.count >= 2 && appraisals.allSatisfy { $0.outcome == "destroy" }
    }

    package var isOpen: Bool { carriedOut == nil && cancelledBy == nil }
}

// MARK: - Rules

/// Who may take which step of a disposal, and when. Pure: what has happened comes in, a refusal goes out.
package enum DisposalRules {
    /// The days between scheduling and destroying, unless another day is named.
    package static let coolingOffDays = 14

    private static let guardians: Set<String> = [
        "records-manager", "privacy-officer", "safeguarding-lead",
    ]
    private static let managers: Set<String> = ["records-manager", "privacy-officer"]

    /// The roles of which one is held by whoever takes a step; nil where any member of staff may.
    package static func roles(for step: EventType) -> Set<String>? {
        switch step {
        case .disposalProposed, .disposalAppraised, .disposalCancelled: guardians
        case .disposalScheduled, .erasureCarriedOut, .erasureRefused, .disposalAttested,
            .retentionScheduleAdopted:
            managers
        default: nil
        }
    }

    package static func check(_ step: EventType, roles held: [String]) throws(Refusal) {
        guard let roles = roles(for: step), roles.isDisjoint(with: held) else { return }
        throw Refusal(
            .roleMissing,
            "'\(step.rawValue)' is for a \(roles.sorted().joined(separator: " or a "))",
            subject: "staff",
            hint: "'vigil staff list' shows who holds which role"
        )
    }

    package static func checkOpen(_ disposal: Disposal) throws(Refusal) {
        guard disposal.isOpen else {
            throw Refusal(
                .disposalState,
                "the disposal at position \(disposal.position) is over: it is"
                    + " \(disposal.standing)",
                subject: "proposal"
            )
        }
    }

    package static func checkAppraisal(of disposal: Disposal, by staff: String) throws(Refusal) {
        try checkOpen(disposal)
        guard !disposal.proposedBy.contains(staff) else {
            throw Refusal(
                .secondPerson,
                "a disposal is appraised by two people, neither of them who proposed it",
                subject: "appraisedBy"
            )
        }
        guard !disposal.appraisals.contains(where: { $0.by == staff }) else {
            throw Refusal(
                .secondPerson,
                "a disposal is appraised by two people; \(staff) has appraised this one",
                subject: "appraisedBy"
            )
        }
    }

    package static func checkApproved(_ disposal: Disposal) throws(Refusal) {
        try checkOpen(disposal)
        guard disposal.isApproved else {
            let count = Set(disposal.appraisals.map(\.by)).count
            throw Refusal(
                .disposalState,
                "two people have to appraise a disposal as 'destroy', and nobody otherwise;"
                    + " \(count) \(count == 1 ? "has" : "have") appraised the one at position"
                    + " \(disposal.position), which stands as \(disposal.standing)",
                subject: "proposal",
                hint: "'vigil erase show \(disposal.position)' tells who"
            )
        }
    }

    package static func checkTime(of disposal: Disposal, now: Instant) throws(Refusal) {
        guard let notBefore = disposal.notBefore else {
            throw Refusal(
                .disposalState,
                "a disposal is scheduled before it is carried out",
                subject: "proposal",
                hint: "vigil erase schedule \(disposal.position)"
            )
        }
        guard notBefore <= now else {
            throw Refusal(
                .notBefore,
                "the disposal at position \(disposal.position) is not to be carried out before"
                    + " \(notBefore)",
                subject: "notBefore"
            )
        }
    }

    /// What forbids destroying now: a hold on it, a request for access that is not answered, or that
    /// nobody can tell because an entry cannot be read.
    package static func checkCase(
        _ entries: [Entry],
        for extent: Disposal.Extent,
        units: Set<Identifier>
    ) throws(Refusal) {
        for entry in entries where !units.contains(entry.unit) || extent == .wholeCase {
            switch entry.content {
            case .locked, .notUnderstood:
                throw Refusal(
                    .held,
                    "nobody can tell whether a hold stands, because position \(entry.position)"
                        + " cannot be read",
                    subject: "case",
                    hint: "restore its key, or use the version of the program that wrote it"
                )
            case .known, .erased: break
            }
        }
        let films = Dictionary(
            (CaseState(folding: entries).things[.film] ?? [:]).map { ($0.key, $0.value.unit) }
        ) { first, _ in first }
        for hold in Hold.all(in: entries) where hold.stands {
            let covers =
                hold.film.map { film in
                    extent == .film(film) || films[film].map(units.contains) ?? true
                } ?? true
            guard covers else { continue }
            throw Refusal(
                .held,
                "the hold at position \(hold.position) (\(hold.ground)) forbids destroying it",
                subject: "hold",
                hint: "a second person can release it: vigil hold release"
            )
        }
        for request in SubjectRequest.all(in: entries) where request.isOpen {
            throw Refusal(
                .openRequest,
                "the request for access at position \(request.position) is not answered yet, and"
                    + " until then nothing of the case is destroyed",
                subject: "case",
                hint: "vigil rights show, then vigil rights answer"
            )
        }
    }

    /// Each state of destruction follows on the one before; the second and third need another
    /// key-encryption key than the one that wrapped the erased keys.
    package static func checkAttestation(
        _ state: Disposal.Attested,
        of disposal: Disposal,
        in register: DisposalRegister,
        today: CivilDate
    ) throws(Refusal) {
        guard let done = disposal.carriedOut else {
            throw Refusal(
                .disposalState,
                "what is attested has been carried out",
                subject: "erasure",
                hint: "vigil erase run \(disposal.position)"
            )
        }
        let order = Disposal.Attested.allCases
        let reached = disposal.attestations.compactMap { order.firstIndex(of: $0.state) }.max()
        guard order.firstIndex(of: state) == (reached ?? -1) + 1 else {
            throw Refusal(
                .disposalState,
                "an erasure is attested as \(order.map(\.rawValue).joined(separator: ", then "));"
                    + " this one is \(disposal.standing)",
                subject: "state"
            )
        }
        guard state != .destroyedLive else { return }
        guard register.rotations.contains(where: { $0.position > done.position }) else {
            throw Refusal(
                .disposalState,
                "the key-encryption key was not replaced since the erasure at position"
                    + " \(done.position), so an old copy of the keys would still open it",
                subject: "state",
                hint: "vigil keys rotate key-encryption --reason erasure"
            )
        }
        guard state == .final else { return }
        if let day = disposal.attestations.compactMap(\.backupsExpire).max(), day >= today {
            throw Refusal(
                .notBefore,
                "the last backup from before the erasure expires on \(day)",
                subject: "backupsExpire"
            )
        }
    }
}
