import Console
import ServiceLifecycle

/// The recorder of activity as a service.
struct ActivityService: Service {
    let recorder: ActivityRecorder

    func run() async throws {
        try await withGracefulShutdownHandler {
            try await recorder.run()
        } onGracefulShutdown: {
            recorder.close()
        }
    }
}
