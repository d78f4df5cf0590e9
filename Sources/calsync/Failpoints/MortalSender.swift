#if DEBUG
    import OutboundHTTP

    struct MortalSender: HTTPSender {
        let sender: any HTTPSender
        let failpoint: Failpoint

        func send(_ request: OutboundRequest) async throws -> OutboundResponse {
            failpoint.pass()
            let response = try await sender.send(request)
            failpoint.pass()
            return response
        }
    }
#endif
