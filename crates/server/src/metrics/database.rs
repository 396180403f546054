//! How busy the database is, asked when somebody looks.

use kith_persistence::{Database, Gauges, PipelineGauges, PoolGauges, QueueGauges};
use prometheus::core::{Collector, Desc};
use prometheus::proto::MetricFamily;
use prometheus::{IntGauge, IntGaugeVec, Opts};

/// How busy a database is. Of the two kinds only the one that there is shows anything.
pub(super) struct DatabaseMetrics {
    database: Database,
    connections: IntGaugeVec,
    capacity: IntGauge,
    waiting: IntGauge,
    pipelines: IntGauge,
    pipeline_requests: IntGauge,
    queue_length: IntGaugeVec,
    queue_capacity: IntGaugeVec,
}

impl DatabaseMetrics {
    pub(super) fn new(database: Database) -> prometheus::Result<Self> {
        let connections = "Connections to PostgreSQL in the pool, by what they do";
        let connections = Opts::new("kith_database_connections", connections);
        let length = "Jobs that wait for one of SQLite's threads";
        let length = Opts::new("kith_database_queue_length", length);
        let room = "The most jobs that may wait there; one more is answered 503";
        let room = Opts::new("kith_database_queue_capacity", room);
        Ok(Self {
            database,
            connections: IntGaugeVec::new(connections, &["state"])?,
            capacity: IntGauge::new(
                "kith_database_connections_capacity",
                "The most connections to PostgreSQL in the pool",
            )?,
            waiting: IntGauge::new(
                "kith_database_connections_waiting",
                "Requests that wait for a connection of the pool",
            )?,
            pipelines: IntGauge::new(
                "kith_database_pipelines",
                "Connections to PostgreSQL that are open for reads, many at once",
            )?,
            pipeline_requests: IntGauge::new(
                "kith_database_pipeline_requests",
                "Statements under way over these connections; several look-ups may share one",
            )?,
            queue_length: IntGaugeVec::new(length, &["queue"])?,
            queue_capacity: IntGaugeVec::new(room, &["queue"])?,
        })
    }

    fn of_postgres(&self, pool: PoolGauges, pipeline: PipelineGauges) -> Vec<MetricFamily> {
        for (state, number) in [("in_use", pool.in_use), ("idle", pool.idle)] {
            set(&self.connections, state, number);
        }
        self.capacity.set(whole(pool.capacity));
        self.waiting.set(whole(pool.waiting));
        self.pipelines.set(whole(pipeline.open));
        self.pipeline_requests.set(whole(pipeline.under_way));
        let gauges = [&self.capacity, &self.waiting, &self.pipelines, &self.pipeline_requests];
        let gauges = gauges.into_iter().flat_map(Collector::collect);
        self.connections.collect().into_iter().chain(gauges).collect()
    }

    fn of_sqlite(&self, queues: [(&str, QueueGauges); 3]) -> Vec<MetricFamily> {
        for (name, queue) in queues {
            set(&self.queue_length, name, queue.length);
            set(&self.queue_capacity, name, queue.capacity);
        }
        let families = [self.queue_length.collect(), self.queue_capacity.collect()];
        families.into_iter().flatten().collect()
    }
}

impl Collector for DatabaseMetrics {
    fn desc(&self) -> Vec<&Desc> {
        let groups = [&self.connections, &self.queue_length, &self.queue_capacity];
        let gauges = [&self.capacity, &self.waiting, &self.pipelines, &self.pipeline_requests];
        let groups = groups.into_iter().flat_map(Collector::desc);
        groups.chain(gauges.into_iter().flat_map(Collector::desc)).collect()
    }

    fn collect(&self) -> Vec<MetricFamily> {
        match self.database.gauges() {
            Gauges::Postgres { pool, pipeline } => self.of_postgres(pool, pipeline),
            Gauges::Sqlite { reads, long_reads, writes } => {
                self.of_sqlite([("read", reads), ("long_read", long_reads), ("write", writes)])
            }
        }
    }
}

fn set(group: &IntGaugeVec, label: &str, number: usize) {
    if let Ok(gauge) = group.get_metric_with_label_values(&[label]) {
        gauge.set(whole(number));
    }
}

fn whole(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
