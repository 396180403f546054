//! Where the numbers are shown: a listener apart from the public one, and off unless it is configured.

use std::net::{SocketAddr, TcpListener};

use actix_web::dev::{Server, ServerHandle};
use actix_web::http::KeepAlive;
use actix_web::{App, HttpResponse, HttpServer, web};
use anyhow::Context as _;
use kith_persistence::Database;
use prometheus::{Registry, TEXT_FORMAT, TextEncoder};

/// More than one collector and a few people who look.
const CONNECTIONS: usize = 64;

/// Shows the numbers at `/metrics`.
pub(crate) struct Listener {
    server: Server,
    address: SocketAddr,
}

impl Listener {
    /// Listens there; nothing is answered yet.
    pub(crate) fn bind(
        listen: &str,
        requests: &kith_http::Metrics,
        database: &Database,
    ) -> anyhow::Result<Self> {
        let listener = TcpListener::bind(listen)
            .with_context(|| format!("metrics.listen: cannot listen on {listen}"))?;
        let address = listener.local_addr().context("the address of the metrics' listener")?;
        let registry = super::registry(requests, database).context("cannot set up metrics")?;
        let server = HttpServer::new(move || {
            App::new()
                .app_data(web::Data::new(registry.clone()))
                .route("/metrics", web::get().to(show))
        })
        .workers(1)
        .max_connections(CONNECTIONS)
        // Nobody would watch over what comes after the first request.
        .keep_alive(KeepAlive::Disabled)
        .disable_signals()
        .listen(listener)
        .context("cannot start the metrics' server")?
        .run();
        Ok(Self { server, address })
    }

    /// Answers in the background until it is told to stop.
    pub(crate) fn start(self) -> ServerHandle {
        tracing::info!("metrics at http://{}/metrics", self.address);
        let handle = self.server.handle();
        tokio::spawn(self.server);
        handle
    }
}

async fn show(registry: web::Data<Registry>) -> HttpResponse {
    match TextEncoder::new().encode_to_string(&registry.gather()) {
        Ok(text) => HttpResponse::Ok().content_type(TEXT_FORMAT).body(text),
        Err(error) => {
            tracing::error!(cause = %error, "the metrics cannot be written");
            HttpResponse::InternalServerError().finish()
        }
    }
}
