// What the duties ask of the world outside, without knowing how it is reached: the service brings an HTTP client, tests bring whatever they
// want to come back. Both keep the bounds: no answer is longer than asked for, none comes later.

package import EvidenceValues

/// One request.
package struct FetchRequest: Sendable, Hashable {
    package enum Method: String, Sendable, Hashable {
        case get = "GET"
        case post = "POST"
    }

    package var method: Method
    package var url: String
    /// The media type of the body.
    package var contentType: String?
    package var body: [UInt8]
    /// From the beginning of the request to the end of the answer.
    package var patience: TimeSpan
    /// Bytes of the answer at most.
    package var limit: Int

    package init(
        _ method: Method, _ url: String, contentType: String? = nil, body: [UInt8] = [],
        patience: TimeSpan, limit: Int
    ) {
        self.method = method
        self.url = url
        self.contentType = contentType
        self.body = body
        self.patience = patience
        self.limit = limit
    }
}

/// What came back.
package struct FetchResponse: Sendable, Hashable {
    package var status: Int
    package var contentType: String?
    package var body: [UInt8]

    package init(status: Int, contentType: String? = nil, body: [UInt8] = []) {
        self.status = status
        self.contentType = contentType
        self.body = body
    }
}

/// Fetches; whatever it throws means that nobody answered within the bounds.
package typealias Fetch = @Sendable (FetchRequest) async throws -> FetchResponse
