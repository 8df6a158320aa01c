import CaseModel
import Exporter
import Foundation
import Support
import Synchronization
import Testing
import Values
import XMLKit

/// Goal: nothing leaves that must not, and nothing is kept back that may leave. Method: an entry of
/// every type for every person and class of confidentiality, each with a mark of its own in every
/// field that can name somebody; then every copy is searched for every mark. What may and may not
/// leave is said here again in plain terms, without reading the policy. Every folder of Exports/ is
/// held to it, whatever its name.
@Suite struct DisclosureLeakTests {
    private static let planted = PlantedCase()
    private static let copies = Mutex<[String: Set<String>]>([:])
    private static let exports = Checkout.root + "/Exports"
    /// Profiles of a case, with each of their forms; those of the looks at it are not given a case.
    private static let profiles = Result {
        try Profile.all(in: exports).filter { $0.input == .caseRecord }
            .map { profile in
                (
                    profile,
                    try profile.forms.map { try Rendering(profile, $0, exports: exports) }
                )
            }
    }
    private let policy: DisclosurePolicy
    private var plan: PlantedCase { DisclosureLeakTests.planted }

    init() throws {
        policy = try DisclosurePolicy.read(Checkout.root + "/Exports/policy.json")
    }

    // MARK: What never leaves

    @Test(arguments: ["professional", "family", "subject", "research"])
    func `nothing about somebody outside the family leaves`(audience: String) throws {
        for order in orders(audience) {
            try forbid(order) { $0.person == "gran" || $0.isOfThirdParty && $0.isText }
        }
    }

    @Test func `in a professional's copy nothing clinical or restricted is another person's`()
        throws
    {
        for order in orders("professional") where order.purpose != "safeguarding" {
            try forbid(order) { mark in
                guard mark.person != order.about else { return false }
                return mark.confidentiality == .restricted
                    || mark.confidentiality == .clinical && mark.isText
                        && (mark.person != nil || order.about == "infant")
            }
        }
    }

    @Test(arguments: ["professional", "family", "subject", "research"])
    func `a history of abuse leaves in that person's own copy only`(audience: String) throws {
        for order in orders(audience) {
            try forbid(order) { mark in
                PlantedCase.abuse.contains(mark.type)
                    && (mark.person != order.about || audience == "family"
                        || audience == "research")
            }
        }
    }

    @Test(arguments: ["professional", "family", "subject", "research"])
    func `supervision, reflections and allegations stay unless asked for`(audience: String) throws {
        for order in orders(audience) {
            try forbid(order) { PlantedCase.ofStaff.contains($0.type) }
        }
    }

    @Test func `a person's own copy has nothing that is only about others`() throws {
        for order in orders("subject") {
            try forbid(order) { mark in mark.person.map { $0 != order.about } ?? false }
        }
    }

    @Test func `a letter to the family tells of no risk, measure or safeguarding`() throws {
        for order in orders("family") {
            try forbid(order) { mark in
                mark.confidentiality == .restricted
                    || [.safeguarding, .measures, .actions, .supervision]
                        .contains(mark.type.spec.group) && mark.type != .strengthNamed
            }
        }
    }

    @Test func `without everybody's consent nothing of a film leaves for research`() throws {
        for order in orders("research") {
            try forbid(order) { !PlantedCase.frame.contains($0.type) }
            try forbid(order) { $0.isText }
        }
    }

    @Test func `where a film lies leaves only while everybody on it agrees`() throws {
        for audience in ["professional", "subject", "family", "research"] {
            for order in orders(audience) {
                try forbid(order) { $0.field == "location" && $0.type == .filmTaken }
            }
        }
    }

    // MARK: What leaves

    @Test func `an audit sees every mark`() throws {
        try demand(order("oversight", "audit", "infant")) { _ in true }
    }

    @Test(arguments: ["infant", "mother"])
    func `everything about a person leaves in that person's copy`(about: String) throws {
        for (audience, purpose) in [("professional", "direct-care"), ("subject", "subject-access")]
        {
            try demand(order(audience, purpose, about)) { mark in
                mark.person == about && !mark.isOfThirdParty && mark.field != "location"
                    && mark.field != "sha256" && !PlantedCase.ofStaff.contains(mark.type)
                    && !PlantedCase.ofService.contains(mark.type)
                    && mark.type != .thirdPartyInformationRecorded && !mark.isCorrection
                    && (about == "infant" || !mark.needsThing)
            }
        }
    }

    @Test func `the work that a family shares leaves in a professional's copy`() throws {
        try demand(order("professional", "direct-care", "infant")) { mark in
            mark.confidentiality == .practice && !mark.isOfThirdParty
                && (mark.person == "mother" || mark.person == "infant" || mark.person == nil)
                && [.goals, .films, .reviews].contains(mark.type.spec.group)
                && mark.field != "location" && mark.field != "sha256"
        }
    }

    @Test func `a letter has the family's goals, clips and insights`() throws {
        try demand(order("family", "direct-care", "infant")) { mark in
            [.goalAgreed, .goalRevised, .insightRecorded, .themeNamed].contains(mark.type)
                && mark.confidentiality == .practice && !mark.isOfThirdParty
                && mark.person != "gran"
        }
    }

    @Test func `what was asked for leaves, if the purpose allows it`() throws {
        let marks = { (mark: PlantedCase.Mark) in
            mark.type == .supervisionHeld && mark.person == nil && !mark.isOfThirdParty
        }
        var asked = order("professional", "supervision", "infant")
        asked.asked = ["supervision"]
        try demand(asked, marks)
        try forbid(order("professional", "supervision", "infant"), marks)
        asked.purpose = "direct-care"
        try forbid(asked, marks)
    }

    // MARK: Profiles

    @Test func `no profile's copy has a mark that its canonical document has not`() throws {
        for audience in DisclosurePolicy.audiences {
            for order in orders(audience) {
                let given = try found(order)
                for (profile, copy) in try copies(order) {
                    let strange = copy.subtracting(given).intersection(plan.texts)
                    #expect(strange.isEmpty, "\(profile) for \(audience)")
                }
            }
        }
    }

    @Test func `every profile shows what it promises to hold, and something in any case`() throws {
        for (profile, _) in try DisclosureLeakTests.profiles.get() {
            // Without consent nothing of a film leaves for research, so what a copy of one holds is seen
            // in an auditor's.
            let orders =
                profile.of == nil
                ? orders(profile.audience) : [order("oversight", "audit", "infant")]
            for order in orders {
                let given = try found(order)
                for (name, copy) in try copies(order) where name.hasPrefix(profile.name + ".") {
                    let promised = plan.marks.filter {
                        given.contains($0.text) && profile.promises($0.field, of: $0.type)
                    }
                    let missing = Set(promised.filter { !copy.contains($0.text) }.map(\.name))
                    #expect(missing.sorted().prefix(12) == [], "\(name), \(order.purpose)")
                    // A copy of one film or review may have nothing to say; one of a case has.
                    if profile.of == nil {
                        #expect(!copy.intersection(plan.texts).isEmpty, "\(name)")
                    }
                }
            }
        }
        let all = try DisclosureLeakTests.profiles.get().first { $0.0.name == "case-record" }
        #expect(all?.0.holds == ["*"])
    }

    @Test func `what is wrong with a copy is said without a word of it`() throws {
        let order = order("oversight", "audit", "infant")
        let bytes = String(decoding: try copy(for: order).1.bytes(), as: UTF8.self)
        var count = 0
        for (_, renderings) in try DisclosureLeakTests.profiles.get() {
            for rendering in renderings {
                // Everything is of a wrong type, in a wrong place or unknown.
                for (old, new) in [
                    ("<text ", "<date "), ("</text>", "</date>"), ("<reading>", "<title>"),
                    ("</reading>", "</title>"), ("<code ", "<integer "), ("</code>", "</integer>"),
                ] as [(String, String)] {
                    let broken = bytes.replacingOccurrences(of: old, with: new)
                    for fault in (try? rendering.faults(in: Array(broken.utf8))) ?? [] {
                        count += 1
                        let told = PlantedCase.marks(in: Array(fault.description.utf8))
                        #expect(told.intersection(plan.texts).isEmpty, "\(fault.rule)")
                    }
                }
            }
        }
        #expect(count > 100)
    }

    // MARK: No trace

    @Test func `a copy does not show that something was withheld`() throws {
        for audience in ["professional", "subject", "family"] {
            let (disclosure, document) = try copy(for: order(audience, "direct-care", "infant"))
            #expect(disclosure.count(.withhold) > 100)
            let root = try XMLDocument(document.bytes()).root
            let entries = try #require(root.first("entries")).children
            #expect(entries.map { $0["number"] } == (1...entries.count).map { String($0) })
            #expect(entries.allSatisfy { $0["position"] == nil && $0.first("command") == nil })
            // Labels by number have no gaps: risk-1, risk-2, risk-3.
            var numbers: [String: Set<Int>] = [:]
            for entry in entries {
                for label in entry.first("data")?.all("label") ?? [] {
                    let parts = label.text.split(separator: "-")
                    guard parts.count == 2, let number = Int(parts[1]) else { continue }
                    numbers[String(parts[0]), default: []].insert(number)
                }
            }
            #expect(numbers.count > 3)
            for (thing, found) in numbers {
                #expect(found == Set(1...(found.max() ?? 1)), "\(thing) in a copy for \(audience)")
            }
        }
    }

    @Test func `every line ends in one outcome with a rule and a reason`() throws {
        for audience in DisclosurePolicy.audiences {
            for order in orders(audience) {
                let disclosure = try copy(for: order).0
                #expect(disclosure.decisions.count == plan.lines.count)
                #expect(disclosure.decisions.allSatisfy { !$0.rule.isEmpty && !$0.reason.isEmpty })
                let left = disclosure.decisions.filter { $0.outcome != .withhold }.map(\.position)
                #expect(left == disclosure.lines.map(\.standing.entry.position))
            }
        }
    }

    // MARK: - Inside

    private func order(
        _ audience: String,
        _ purpose: String,
        _ about: String
    ) -> Disclosure.Order {
        Disclosure.Order(
            audience: audience,
            purpose: purpose,
            about: about,
            moment: SampleCase.instant("2026-11-22T12:00:00Z")
        )
    }

    private func orders(_ audience: String) -> [Disclosure.Order] {
        let purposes =
            switch audience {
            case "subject": ["subject-access"]
            case "research": ["research", "training"]
            case "professional": ["direct-care", "safeguarding", "supervision"]
            default: ["direct-care"]
            }
        return purposes.flatMap { purpose in
            ["infant", "mother"].map { order(audience, purpose, $0) }
        }
    }

    private func copy(
        for order: Disclosure.Order
    ) throws -> (Disclosure, CaseRecordDocument) {
        let disclosure = Disclosure(
            of: plan.lines,
            knowing: plan.entries,
            for: order,
            under: policy
        )
        var header = SampleCase.header
        header.about = disclosure.about
        header.audience = order.audience
        header.purpose = order.purpose
        header.withheld = disclosure.grounds
        let document = CaseRecordDocument(
            header: header,
            lines: disclosure.lines,
            codebooks: .builtIn,
            showsPositions: disclosure.shows.contains("positions"),
            showsFirst: disclosure.shows.contains("first")
        )
        return (disclosure, document)
    }

    /// Every mark that a copy holds, which several tests ask.
    private func found(_ order: Disclosure.Order) throws -> Set<String> {
        let key = "\(order.audience) \(order.purpose) \(order.about ?? "") \(order.asked.sorted())"
        if let known = DisclosureLeakTests.copies.withLock({ $0[key] }) { return known }
        let found = PlantedCase.marks(in: try copy(for: order).1.bytes())
        DisclosureLeakTests.copies.withLock { $0[key] = found }
        return found
    }

    /// Every mark in what each form of each profile for that audience makes of the copy, as
    /// `PROFILE.ENDING`.
    private func copies(_ order: Disclosure.Order) throws -> [(String, Set<String>)] {
        var copies: [(String, Set<String>)] = []
        var given: (Disclosure, CaseRecordDocument)?
        for (profile, renderings) in try DisclosureLeakTests.profiles.get() {
            // Only an audit sees what a profile of oversight can hold, and a film that nobody agreed
            // to show.
            let isFor =
                profile.audience == "oversight"
                ? ["professional", "oversight"].contains(order.audience)
                : profile.audience == order.audience
                    || profile.of != nil && order.audience == "oversight"
            guard isFor else { continue }
            for rendering in renderings {
                let name = "\(profile.name).\(rendering.form.ending)"
                let key =
                    "\(name) \(order.audience) \(order.purpose) \(order.about ?? "")"
                    + " \(order.asked.sorted())"
                if let known = DisclosureLeakTests.copies.withLock({ $0[key] }) {
                    copies.append((name, known))
                    continue
                }
                let (disclosure, document) = try given ?? copy(for: order)
                given = (disclosure, document)
                var found: Set<String> = []
                // An auditor's holds every film and review; the first is the one that others point to.
                let most = order.audience == "oversight" ? 1 : 3
                for of in try things(profile.of, disclosure).prefix(most) {
                    var header = document.header
                    header.of = of
                    let bytes = try CaseRecordDocument(
                        header: header,
                        lines: document.lines,
                        codebooks: .builtIn,
                        showsPositions: document.showsPositions,
                        showsFirst: document.showsFirst
                    )
                    .bytes()
                    // Planted codes are in no codebook: what the rules say of them is not asked here.
                    let (copy, faults) = try rendering.render(bytes)
                    found.formUnion(PlantedCase.marks(in: copy))
                    for fault in faults {
                        let told = PlantedCase.marks(in: Array(fault.description.utf8))
                        #expect(told.intersection(plan.texts).isEmpty, "\(name)")
                    }
                }
                DisclosureLeakTests.copies.withLock { $0[key] = found }
                copies.append((name, found))
            }
        }
        return copies
    }

    /// The films or reviews of a copy, some of them; nil once for a profile of the whole case.
    private func things(
        _ thing: Thing?,
        _ disclosure: Disclosure
    ) throws -> [(thing: Thing, label: String)?] {
        guard let thing else { return [nil] }
        var labels: [String] = []
        for line in disclosure.lines {
            guard let spec = line.standing.type?.spec,
                let field = spec.fields.first(where: { $0.kind == .new(thing) }),
                let label = line.standing.payload?.data[field.name]?.string
            else { continue }
            labels.append(label)
        }
        return labels.prefix(3).map { (thing, $0) }
    }

    private func forbid(
        _ order: Disclosure.Order,
        _ isForbidden: (PlantedCase.Mark) -> Bool
    ) throws {
        let found = try found(order)
        let marks = plan.marks.filter(isForbidden)
        #expect(!marks.isEmpty, "the rule must have something to forbid")
        let leaked = Set(marks.filter { found.contains($0.text) }.map(\.name)).sorted()
        #expect(
            leaked.prefix(12) == [],
            "\(order.audience), \(order.purpose), \(order.about ?? "")"
        )
        for (profile, found) in try copies(order) {
            let leaked = Set(marks.filter { found.contains($0.text) }.map(\.name)).sorted()
            #expect(
                leaked.prefix(12) == [],
                "\(profile): \(order.audience), \(order.purpose), \(order.about ?? "")"
            )
        }
    }

    private func demand(
        _ order: Disclosure.Order,
        _ isDemanded: (PlantedCase.Mark) -> Bool
    ) throws {
        let found = try found(order)
        let marks = plan.marks.filter(isDemanded)
        #expect(marks.count > 3, "the rule must have something to demand")
        let missing = Set(marks.filter { !found.contains($0.text) }.map(\.name)).sorted()
        #expect(
            missing.prefix(12) == [],
            "\(order.audience), \(order.purpose), \(order.about ?? "")"
        )
    }
}
