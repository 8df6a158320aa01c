/// SNOMED CT identifiers: 6 to 18 digits, the last by Verhoeff's dihedral check (SNOMED CT Technical
/// Implementation Guide, appendix on check-digit computation).
package enum SNOMED {
    package static func isIdentifier(_ text: String) -> Bool {
        let digits = text.utf8.map { Int($0) - 48 }
        guard (6...18).contains(digits.count), digits.allSatisfy((0...9).contains), digits[0] != 0
        else { return false }
        var check = 0
        for (index, digit) in digits.reversed().enumerated() {
            check = product(check, permuted(digit, index % 8))
        }
        return check == 0
    }

    /// The dihedral group of order ten, as rotations 0…4 and reflections 5…9.
    private static func product(_ a: Int, _ b: Int) -> Int {
        switch (a < 5, b < 5) {
        case (true, true): (a + b) % 5
        case (true, false): 5 + (a + b) % 5
        case (false, true): 5 + (a - b + 5) % 5
        case (false, false): (a - b + 10) % 5
        }
    }

    private static func permuted(_ digit: Int, _ times: Int) -> Int {
        let permutation = [1, 5, 7, 6, 2, 8, 3, 0, 9, 4]
        return (0..<times).reduce(digit) { value, _ in permutation[value] }
    }
}
