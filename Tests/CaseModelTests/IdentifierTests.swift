import CaseModel
import Testing
import Values

/// Goal: an identifier that others would believe is checked before it is written as one. Method:
/// published ones, and each with a digit changed or two neighbours swapped.
@Suite struct IdentifierTests {
    @Test(arguments: [
        "836881000000105", "878111000000109", "1064961000000107", "342191000000101", "306238000",
        "270420001", "373942005",
    ])
    func `a SNOMED identifier passes, and with a slip it does not`(id: String) {
        #expect(SNOMED.isIdentifier(id))
        let digits = Array(id)
        for index in digits.indices {
            for digit in "0123456789" where digit != digits[index] {
                var wrong = digits
                wrong[index] = digit
                #expect(!SNOMED.isIdentifier(String(wrong)), "\(String(wrong))")
            }
            guard index > 0, digits[index] != digits[index - 1] else { continue }
            var swapped = digits
            swapped.swapAt(index, index - 1)
            #expect(!SNOMED.isIdentifier(String(swapped)), "\(String(swapped))")
        }
    }

    @Test(arguments: ["104586100000100", "1076171000000100", "", "12345", "A36881000000105"])
    func `what is no SNOMED identifier is none`(id: String) { #expect(!SNOMED.isIdentifier(id)) }

    @Test func `one digit ten times is no NHS number, though its check digit fits`() {
        for digit in 0...9 {
            #expect(NHSNumber.parse(String(repeating: String(digit), count: 10)) == nil)
        }
        #expect(NHSNumber.parse("999 000 0018") == "9990000018")
        // Published, and wrong all the same.
        #expect(NHSNumber.parse("9912003890") == nil && NHSNumber.parse("4857773456") == nil)
    }

    @Test func `an NHS number with any one digit changed is refused`() {
        let digits = Array("9449305552")
        for index in digits.indices {
            for digit in "0123456789" where digit != digits[index] {
                var wrong = digits
                wrong[index] = digit
                #expect(NHSNumber.parse(String(wrong)) == nil, "\(String(wrong))")
            }
        }
    }

    @Test func `codes of organisations and numbers of the directory have their shape`() {
        #expect(ODSCode.parse("rzz 99") == "RZZ99" && ODSCode.parse("RA9") == "RA9")
        for wrong in ["", "R9", "RZZ-99", "RZZ99RZZ99RZZ", "RÄ9", "R\u{0660}9"] {
            #expect(ODSCode.parse(wrong) == nil, "\(wrong)")
        }
        #expect(SDSNumber.parse("5550 8668 9106") == "555086689106")
        for wrong in ["", "55508668910", "5550866891060", "55508668910X", "000000000000"] {
            #expect(SDSNumber.parse(wrong) == nil, "\(wrong)")
        }
    }

    @Test func `the setting of the service's own code is held to that shape`() throws {
        func setting(_ value: String) throws -> Payload {
            try ServiceDecider.decide(
                Draft(
                    .settingChanged,
                    at: .unknown,
                    [
                        "setting": "organisation.ods", "value": .string(value),
                        "reason": "as registered",
                    ]
                ),
                staff: ["s-ann"]
            )
        }
        #expect(try setting("RZZ99").data["value"] == "RZZ99")
        #expect(throws: Refusal.self) { try setting("the trust") }
        #expect(throws: Refusal.self) { try setting("rzz99") }
    }
}
