//! Collectors.
use crate::model::Model;
use crate::outcome::record::Record;
use crate::world::World;
pub struct Collector;
impl Collector {
    pub fn new(_m: &Model, _w: &World) -> Self { Collector }
    pub fn observe(&mut self, _m: &Model, _w: &World) {}
    pub fn record(self, _m: &Model, _w: &World) -> Record { Record::default() }
}
