/// Events that projections are given together, those of each type at hand: most statements of a folder
/// ask for one or two types of a hundred.
package struct EventBatch: Sendable {
    package let events: [ProjectionEvent]
    /// Places in `events`, ascending.
    private var places: [[Int]] = []
    private var numbers: [String: Int] = [:]

    package init(_ events: [ProjectionEvent]) {
        self.events = events
        // A review is hundreds of utterances in a row: the number of the event before is nearly always it.
        var last: (type: UnsafeRawBufferPointer, number: Int)?
        for (place, event) in events.enumerated() {
            guard let type = event.row.bytes(.type) else { continue }
            if let last, last.type.elementsEqual(type) {
                places[last.number].append(place)
                continue
            }
            let name = String(decoding: type, as: UTF8.self)
            let number = numbers[name] ?? places.count
            if number == places.count {
                numbers[name] = number
                places.append([])
            }
            places[number].append(place)
            last = (type, number)
        }
    }

    /// Where the events of a type stand.
    func places(of type: String) -> [Int] { numbers[type].map { places[$0] } ?? [] }

    /// Whether there is an event of one of these types.
    func holds(anyOf types: Set<String>) -> Bool { numbers.keys.contains(where: types.contains) }

    /// What a folder is given of them: of the types that it takes, with nothing that is too confidential.
    func given(to folder: ProjectionFolder) -> EventBatch {
        // A command's window has fewer types than a folder takes.
        let taken = folder.types.map { types in
            numbers.filter { types.contains($0.key) }.flatMap { places[$0.value] }.sorted()
                .map { events[$0] }
        }
        if taken == nil, folder.holdsEverything { return self }
        return EventBatch(
            (taken ?? events).map { event in
                let mayHold =
                    folder.holdsEverything || event.row.isNull(.type) && event.row.isNull(.first)
                    || folder.mayHold(event.confidentiality)
                return mayHold ? event : event.withheld
            }
        )
    }
}
