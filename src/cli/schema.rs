//! `skillsim schema`: the JSON schema of scenario files, for editors.

use super::{Context, Done, Outcome};
use crate::scenario::schema::schema;

pub fn execute(context: &Context) -> Outcome {
    context.show(&format!("{:#}\n", schema()));
    Ok(Done::Complete)
}
