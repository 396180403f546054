//! The reference beside the database: an actix endpoint that answers the same bytes every time.

use std::fs;
use std::io::{self, BufRead as _, BufReader, Write as _};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Command, Stdio};

use actix_web::web::{self, Bytes};
use actix_web::{App, HttpResponse, HttpServer};
use anyhow::Context as _;

use crate::process::Running;

/// Serves a body on every path, until it is killed. Prints where it listens.
pub(crate) fn serve(body: &Path, workers: usize) -> anyhow::Result<()> {
    let body = Bytes::from(fs::read(body)?);
    actix_web::rt::System::new().block_on(async move {
        let server = HttpServer::new(move || {
            let body = body.clone();
            App::new().default_service(web::to(move || {
                let body = body.clone();
                async move { HttpResponse::Ok().content_type("application/json").body(body) }
            }))
        })
        .workers(workers)
        .bind("127.0.0.1:0")?;
        let address = server.addrs().first().copied().context("no address")?;
        writeln!(io::stdout(), "{address}")?;
        server.run().await?;
        Ok(())
    })
}

/// The endpoint as a process of its own; ended when dropped.
pub(crate) struct Bare {
    _running: Running,
    pub(crate) address: SocketAddr,
}

impl Bare {
    pub(crate) fn start(folder: &Path, body: &[u8], workers: usize) -> anyhow::Result<Self> {
        let file = folder.join("bare.json");
        fs::write(&file, body)?;
        let mut command = Command::new(std::env::current_exe()?);
        command.args(["bare", "--workers", &workers.to_string()]);
        let mut running = Running::start(command.arg("--body").arg(&file).stdout(Stdio::piped()))?;
        let mut address = String::new();
        let printed = running.stdout().context("the output of the bare endpoint")?;
        // If it ends instead, so does what it prints.
        BufReader::new(printed).read_line(&mut address)?;
        let address = address.trim().parse().context("the bare endpoint does not listen")?;
        Ok(Self { _running: running, address })
    }
}
