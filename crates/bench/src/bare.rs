//! The reference beside the database: an actix endpoint that answers the same bytes every time.

use std::fs;
use std::io::Write as _;
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use actix_web::web::{self, Bytes};
use actix_web::{App, HttpResponse, HttpServer};
use anyhow::{Context as _, bail};

use crate::process::Running;

const PATIENCE: Duration = Duration::from_secs(10);

/// Serves a body on every path, until it is killed. Prints where it listens.
pub(crate) fn serve(body: &Path, told: &Path, workers: usize) -> anyhow::Result<()> {
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
        // Renamed into place, so that it is never read in part.
        let whole = told.with_extension("whole");
        fs::File::create(&whole)?.write_all(address.to_string().as_bytes())?;
        fs::rename(&whole, told)?;
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
        let (file, told) = (folder.join("bare.json"), folder.join("bare.address"));
        fs::write(&file, body)?;
        if told.exists() {
            fs::remove_file(&told)?;
        }
        let mut command = Command::new(std::env::current_exe()?);
        command.args(["bare", "--workers", &workers.to_string()]);
        command.arg("--body").arg(&file).arg("--told").arg(&told).stdout(Stdio::null());
        let mut running = Running::start(&mut command)?;
        let begun = Instant::now();
        while !told.exists() {
            if begun.elapsed() > PATIENCE || running.has_ended() {
                bail!("the bare endpoint does not listen");
            }
            thread::sleep(Duration::from_millis(1));
        }
        let address = fs::read_to_string(&told)?.parse()?;
        Ok(Self { _running: running, address })
    }
}
