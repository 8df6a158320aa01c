import Testing

@testable import Pages

/// Known values: SciPy 1.17, `stats.t`, `stats.nct`, and the formulas of the docs written there.
@Suite struct EffectSizeTests {
    @Test(arguments: [
        (0.975, 1.0, 12.706204736174694), (0.975, 4, 2.7764451051977934),
        (0.975, 7, 2.364624251592784), (0.975, 30, 2.0422724563012378),
        (0.975, 1000, 1.9623390808264083), (0.6, 2.5, 0.2814595127485477),
        (0.005, 12, -3.054539589392902), (0.9995, 3, 12.923978636687961), (0.5, 9, 0),
    ])
    func `quantiles of t are those of other programs`(
        probability: Double,
        degrees: Double,
        expected: Double
    ) {
        let quantile = StudentT.quantile(probability, degrees: degrees)
        #expect((quantile - expected).magnitude < 1e-9)
        #expect(
            (StudentT.probability(quantile, degrees: degrees) - probability).magnitude < 1e-12
        )
    }

    @Test(arguments: [
        (1.5, 7.0, 1.0, 0.6607594024885627), (3.3, 7, 3.2, 0.48987360394382284),
        (-0.5, 4, 1.2, 0.04980376487602002), (2, 10, -1.5, 0.9992652510037457),
        (0, 5, 0.7, 0.24196365222307303), (30, 40, 28, 0.6937542904831353),
        (50, 1500, 45, 0.9998916160401755), (12, 3, 2, 0.9894759117981289),
        (1.5, 7, 0, 0.911350756505015),
    ])
    func `the noncentral t is that of other programs`(
        t: Double,
        degrees: Double,
        noncentrality: Double,
        expected: Double
    ) {
        let found = StudentT.probability(t, degrees: degrees, noncentrality: noncentrality)
        #expect((found - expected).magnitude < 1e-8, "\(found)")
    }

    static let rising = [(4, 6), (5, 8), (3, 4), (6, 6), (2, 7), (5, 7), (4, 8), (3, 3)].map(pair)
    static let falling = [
        (10, 7), (12, 9), (8, 9), (15, 11), (11, 11), (9, 6), (14, 10), (13, 12), (10, 8), (16, 12),
    ].map(pair)

    private static func pair(_ scores: (Int, Int)) -> EffectSize.Pair {
        EffectSize.Pair(before: Double(scores.0), after: Double(scores.1))
    }

    @Test func `dz and its exact interval are those of other programs`() throws {
        try expect(EffectSize.dz(Self.rising), 1.1755129097942294, 0.234056453851, 2.0717111133834)
        try expect(EffectSize.dz(Self.falling), -1.30165511938534, -2.1404521169, -0.426384878022)
    }

    @Test func `d before and after and its interval are those of other programs`() throws {
        try expect(
            EffectSize.prePost(Self.rising),
            1.3463743960492258,
            0.042617858475,
            2.65013093362
        )
        try expect(
            EffectSize.prePost(Self.falling),
            -0.9657199818020303,
            -1.58101879817,
            -0.350421165431
        )
    }

    @Test func `Hedges' correction takes its share off value and limits`() throws {
        let d = try #require(EffectSize.prePost(Self.rising))
        #expect((d.corrected.value - 1.195853653387067).magnitude < 1e-9)
        #expect((d.corrected.high / d.high - 0.8882029076727513).magnitude < 1e-9)
        #expect(d.corrected.pairs == 8)
    }

    @Test func `turned round, a change has the other sign and the other limits`() throws {
        for make in [EffectSize.dz, EffectSize.prePost] {
            let one = try #require(make(Self.falling))
            let other = try #require(make(Self.falling.map(\.reversed)))
            #expect((one.value + other.value).magnitude < 1e-12)
            #expect((one.low + other.high).magnitude < 1e-9)
            #expect((one.high + other.low).magnitude < 1e-9)
        }
    }

    @Test func `nothing is said of two pairs, of a change without spread, or of no numbers`() {
        let two = Array(Self.rising.prefix(2))
        #expect(EffectSize.dz(two) == nil)
        #expect(EffectSize.prePost(two) == nil)
        #expect(EffectSize.dz([]) == nil)
        let same = [0.1, 0.2, 0.3, 0.7].map { EffectSize.Pair(before: $0, after: $0 + 0.1) }
        #expect(EffectSize.dz(same) == nil)
        #expect(EffectSize.prePost(same) == nil)
        let flat = [1.0, 2, 3].map { EffectSize.Pair(before: 4, after: $0) }
        #expect(EffectSize.prePost(flat) == nil)
        let odd = Self.rising + [EffectSize.Pair(before: .nan, after: 1)]
        #expect(EffectSize.dz(odd) == nil)
        #expect(EffectSize.prePost(odd) == nil)
    }

    @Test func `many pairs with a large change have a narrow interval`() throws {
        let pairs = (0..<900).map { EffectSize.Pair(before: 0, after: 2 + Double($0 % 3) - 1) }
        let d = try #require(EffectSize.dz(pairs))
        #expect(d.low < d.value && d.value < d.high)
        #expect(d.high - d.low < 0.3)
    }

    private func expect(
        _ effect: EffectSize?,
        _ value: Double,
        _ low: Double,
        _ high: Double,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let effect = try #require(effect, sourceLocation: sourceLocation)
        #expect((effect.value - value).magnitude < 1e-9, sourceLocation: sourceLocation)
        #expect((effect.low - low).magnitude < 1e-7, sourceLocation: sourceLocation)
        #expect((effect.high - high).magnitude < 1e-7, sourceLocation: sourceLocation)
    }
}
