/// The check of an NHS number: ten digits, the last one a modulus 11 check on the other nine
/// (NHS Data Dictionary, NHS NUMBER), and not one digit ten times, which would pass it.
package enum NHSNumber {
    /// The ten digits of what people write, `943 476 5919` or `943-476-5919`; nil when it is no NHS
    /// number.
    package static func parse(_ text: some StringProtocol) -> String? {
        let digits = text.filter { $0 != " " && $0 != "-" }
        let values = digits.compactMap { $0.isASCII ? $0.wholeNumberValue : nil }
        guard values.count == 10, digits.count == 10, Set(values).count > 1 else { return nil }
        let sum = zip(values, stride(from: 10, to: 1, by: -1)).reduce(0) { $0 + $1.0 * $1.1 }
        let check = (11 - sum % 11) % 11
        return check == values[9] ? String(digits) : nil
    }
}
