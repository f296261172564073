//! `skillsim verify`: limit cases and published results against the engine, as a table.

use std::path::PathBuf;

use super::error::Stop;
use super::message::Message;
use super::{Context, Done, Outcome};
use crate::experiment::error::{Doing, io};
use crate::output::columns::Language;
use crate::verify::bench::Bench;
use crate::verify::{Case, Claim, NOT_APPLICABLE, cases};

#[derive(clap::Args, Debug)]
pub struct Args {
    /// Only these cases, for example S6
    #[arg(value_name = "CASE")]
    cases: Vec<String>,
    /// Also write the table as Markdown to this file
    #[arg(long, value_name = "FILE")]
    markdown: Option<PathBuf>,
}

pub fn execute(args: Args, context: &Context) -> Outcome {
    let known = |id: &String| cases().any(|c| c.id.eq_ignore_ascii_case(id));
    if let Some(id) = args.cases.iter().find(|id| !known(id)) {
        let ids: Vec<&str> = cases().map(|c| c.id).collect();
        let message = format!("{id}: no such case; the cases are {}", ids.join(", "));
        return Err(Stop::Usage(message));
    }
    let wanted = |case: &&Case| args.cases.is_empty() || args.cases.iter().any(|id| id.eq_ignore_ascii_case(case.id));
    let bench = Bench::new().map_err(io(Doing::Write, &std::env::temp_dir()))?;
    let mut found: Vec<(&Case, Vec<Claim>)> = Vec::new();
    for case in cases().filter(wanted) {
        let claims = (case.run)(&bench);
        context.show(&lines(case, &claims, context.lang));
        found.push((case, claims));
    }
    let (all, broken) = count(&found);
    context.say(&Message::Verified { claims: all, broken });
    if let Some(file) = args.markdown {
        crate::experiment::whole::write_whole(&file, markdown(&found).as_bytes())?;
        context.say(&Message::Written(&file));
    }
    Ok(if broken > 0 { Done::Code(1) } else { Done::Complete })
}

/// Claims in all, and those that do not hold.
fn count(found: &[(&Case, Vec<Claim>)]) -> (usize, usize) {
    let claims = || found.iter().flat_map(|(_, claims)| claims);
    (claims().count(), claims().filter(|c| !c.holds()).count())
}

/// A case on the screen.
fn lines(case: &Case, claims: &[Claim], lang: Language) -> String {
    let mut text = format!("{}  {}\n", case.id, lang.of(case.what[0], case.what[1]));
    for c in claims {
        let verdict = if c.holds() { lang.of("成立", "holds") } else { lang.of("不成立", "FAILS") };
        let [expected, obtained, error, tolerance] = numbers(c);
        let of = lang.of("允许", "of");
        text += &format!("    {verdict}  {}: {expected} | {obtained} | {error} {of} {tolerance}\n", c.what);
    }
    text
}

/// Expected, obtained, error and tolerance as text.
fn numbers(c: &Claim) -> [String; 4] {
    let exact = |x: f64| {
        let text = format!("{x:.10}");
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    };
    let rough = |x: f64| if x == 0.0 { "0".to_owned() } else { format!("{x:.1e}") };
    [exact(c.expected), exact(c.obtained), rough(c.error()), rough(c.tolerance)]
}

/// The table as it stands in the documentation.
fn markdown(found: &[(&Case, Vec<Claim>)]) -> String {
    let (all, broken) = count(found);
    let mut text = format!(
        "{all} claims in {} cases, {broken} broken.\n\n| case | claim | expected | obtained | error | tolerance | verdict |\n|---|---|---|---|---|---|---|\n",
        found.len()
    );
    for (case, claims) in found {
        text += &format!("| **{}** | {} / {} | | | | | |\n", case.id, case.what[1], case.what[0]);
        for c in claims {
            let [expected, obtained, error, tolerance] = numbers(c);
            let verdict = if c.holds() { "holds" } else { "**fails**" };
            text += &format!("| | {} | {expected} | {obtained} | {error} | {tolerance} | {verdict} |\n", c.what);
        }
    }
    text += "\n| not applicable | why |\n|---|---|\n";
    for n in NOT_APPLICABLE {
        text += &format!("| {} | {} / {} |\n", n.id, n.why[1], n.why[0]);
    }
    text
}
