//! Program points and their students at the start.

use super::super::World;
use crate::model::Model;

pub(super) fn schools(_model: &Model, _world: &mut World) {}
pub(super) fn students(_model: &Model, _world: &mut World) {}
