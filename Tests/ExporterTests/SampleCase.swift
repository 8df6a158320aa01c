import CaseModel
import Exporter
import Values

/// A small invented case that meets every element of the case record at least once. Fixed: its
/// identifiers and times are written here, so that the sample file can be compared byte for byte.
enum SampleCase {
    static let stream = id(1)
    private static let nothing = JSON.null

    static var document: CaseRecordDocument {
        CaseRecordDocument(
            header: header,
            lines: Timeline.lines(of: entries),
            codebooks: .builtIn,
            staff: [
                "s-guider": .init(
                    name: "Vera Guider",
                    post: "Parent-infant therapist",
                    registration: "ACP 1234",
                    roles: ["guider"]
                )
            ]
        )
    }

    static let header = {
        var header = plainHeader
        header.nation = "england-wales"
        header.organization = ("Example Parent Infant Service", "RZZ99")
        header.about = "infant"
        header.from = Instant("2026-01-01T00:00:00Z")
        header.until = Instant("2026-12-31T00:00:00Z")
        header.madeAt = Instant("2026-11-22T10:00:00Z")
        header.audience = "oversight"
        header.policy = ("vigil", 1)
        header.withheld = [
            .init(rule: "D17", reason: "supervision: about the worker's practice", count: 2)
        ]
        header.replaces = (id(3), String(repeating: "0a", count: 32))
        return header
    }()

    private static let plainHeader = CaseRecordDocument.Header(
        recordID: id(0),
        recordName: "Example perinatal service",
        caseID: stream,
        caseReference: "C-0001",
        knownAt: Instant("2026-11-22T12:00:00Z"),
        throughPosition: 19,
        root: "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=",
        treeSize: 19,
        exportedBy: "s-guider",
        recipient: "Dr Example, GP <practice & partners>",
        purpose: "direct-care",
        basis: "UK GDPR 9(2)(h)"
    )

    static func id(_ number: UInt64) -> Identifier {
        Identifier(high: 0x018f_2d3c_5a7b_7000, low: 0x8000_0000_0000_0000 | number)
    }

    static func instant(_ text: String) -> Instant { Instant(text) ?? .distantPast }

    static func entry(
        _ position: Int64,
        _ content: Entry.Content,
        at recordedAt: String = "2026-11-22T10:00:00Z",
        by: String = "s-guider"
    ) -> Entry {
        Entry(
            position: position,
            id: id(UInt64(position) + 100),
            stream: stream,
            n: position - 1,
            kind: "entry",
            recordedAt: instant(recordedAt),
            by: by,
            unit: id(2),
            content: content
        )
    }

    static func known(
        _ position: Int64,
        _ type: EventType,
        _ occurred: Occurrence,
        _ data: JSON,
        _ change: (inout Payload) -> Void = { _ in }
    ) -> Entry {
        var payload = Payload(
            type: type.rawValue,
            schema: type.spec.schema,
            occurred: occurred,
            confidentiality: type.spec.confidentiality,
            data: data
        )
        change(&payload)
        return entry(position, .known(payload))
    }

    static func known(
        _ position: Int64,
        _ type: EventType,
        _ data: JSON,
        _ change: (inout Payload) -> Void = { _ in }
    ) -> Entry {
        known(position, type, .instant(instant("2026-11-20T09:30:00Z")), data, change)
    }

    static let entries: [Entry] = people + work + corrections + unreadable

    private static let people = [
        known(1, .caseOpened, .unknown, ["reference": "C-0001", "plannedCycles": 6]),
        known(
            2,
            .personAdded,
            [
                "person": "mother", "role": "client", "name": "Anna Example", "ageYears": 31,
                "relationship": "mother", "inHousehold": true, "note": "",
            ]
        ),
        known(
            3,
            .personAdded,
            ["person": "infant", "role": "child", "born": "2026-08-01", "relationship": "self"]
        ),
        known(4, .nhsNumberRecorded, ["person": "infant", "nhsNumber": "9990000018"]) {
            $0.cause = id(103)
            $0.correlation = .init(command: id(103), index: 1, count: 2)
        },
    ]

    private static let work = [
        known(
            5,
            .consentGiven,
            .date(CivilDate(daysSince1970: 20_777)),
            [
                "consent": "consent-1", "scopes": ["film-interaction", "our-own-scope"],
                "concerning": ["mother", "infant"], "giver": "mother", "how": "written",
                "until": "2027-05",
            ]
        ),
        known(
            6,
            .filmTaken,
            .range(from: instant("2026-11-20T09:30:00Z"), to: instant("2026-11-20T09:35:00Z")),
            [
                "film": "film-1", "kind": "interaction", "durationMs": 300_000,
                "people": ["mother", "infant"], "staff": ["s-guider"],
                "sha256": .string(String(repeating: "0a", count: 32)),
            ]
        ) {
            $0.role = "guider"
            $0.onBehalfOf = "s-lead"
            $0.subjects = ["mother", "infant"]
            $0.lateReason = "The laptop was flat"
        },
        known(
            7,
            .clipChosen,
            [
                "clip": "clip-1", "film": "film-1", "startMs": 61_000, "endMs": 66_000,
                "principles": ["BA2", "RI3"], "isException": true,
                "description": "She waits;\nhe looks up & \"smiles\" \u{1F642}\u{0007}",
            ]
        ),
        known(
            8,
            .measureScored,
            .month(year: 2026, month: 11),
            [
                "measure": "measure-1", "code": "hads", "subject": "mother",
                "subscales": ["anxiety": 11, "depression": 9], "occasion": "baseline",
            ]
        ),
        known(
            9,
            .riskNoted,
            [
                "risk": "risk-1", "level": "low", "concerning": ["mother"],
                "description": "Tired since the holidays",
            ]
        ) {
            $0.thirdParties = ["person-3"]
            $0.source = "the mother's words"
            $0.provenance = ["status": "S", "section": "C1R"]
            $0.clock = instant("2026-11-22T09:59:00Z")
        },
        known(10, .progressNote, ["text": "Imported", "oldField": ["a": nothing], "session": 7]) {
            $0.origin = .init(
                record: id(9),
                position: 4,
                recordedAt: instant("2026-10-01T08:00:00Z"),
                by: "old-author"
            )
            $0.others = [.init("weather", "fine")]
        },
    ]

    private static let corrections = [
        known(11, .goalAgreed, ["goal": "goal-1", "statement": "Enjoy bath time"]),
        known(12, .progressNote, ["text": "About another family"]),
        known(
            13,
            .entryAmended,
            [
                "target": .string(id(111).description), "reason": "Her own words",
                "data": ["goal": "goal-1", "statement": "Enjoy bath time together"],
                "occurred": "2026-11-19",
            ]
        ),
        known(
            14,
            .entryMarkedInError,
            ["target": .string(id(112).description), "reason": "Wrong family"]
        ),
    ]

    private static let unreadable = [
        entry(15, .erased),
        entry(16, .locked),
        entry(
            17,
            .notUnderstood(
                Payload(
                    type: "dream-told",
                    schema: 3,
                    occurred: .unknown,
                    confidentiality: .restricted,
                    data: [
                        "words": "", "list": [1, "two", nothing, true, []], "none": nothing,
                        "deep": ["er": ["est": 1]],
                    ]
                )
            )
        ),
    ]
}
