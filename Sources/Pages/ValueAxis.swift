/// Places of numbers on an axis with round ticks.
struct ValueAxis: Sendable {
    let low: Double
    let high: Double
    let ticks: [Double]
    /// Decimals that tell the ticks apart.
    let places: Int

    /// Around all of `values`, which are finite.
    init(_ values: [Double]) {
        let (least, most) = (values.min() ?? 0, values.max() ?? 1)
        let length = most > least ? most - least : 1
        // 1, 2 or 5 of a power of ten, so that there are five ticks or so.
        var step = 1.0
        while step * 5 < length { step *= 10 }
        while step * 0.5 >= length { step /= 10 }
        for part in [0.1, 0.2, 0.5] where length / (step * part) <= 6 {
            step *= part
            break
        }
        low =
            (least / step).rounded(.down)
            * step
        high = max((most / step).rounded(.up) * step, low + step)
        var ticks: [Double] = []
        let count = Int(((high - low) / step).rounded())
        let first = Int((low / step).rounded())
        for index in 0...max(1, count) { ticks.append(Double(first + index) * step) }
        self.ticks = ticks
        places = step >= 1 ? 0 : step >= 0.1 ? 1 : 2
    }

    func place(_ value: Double) -> Double {
        min(1, max(0, (value - low) / (high - low)))
    }
}
