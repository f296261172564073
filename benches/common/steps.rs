//! A month taken apart into the steps of `process::month`, for benches that time each.

use skillsim::model::Model;
use skillsim::process::{
    admission, campus, choice, competition, consortia, cooperation, curriculum, demand, dropout, firms, funding,
    graduation, group, market, order_class, outcomes_of_graduates, own_account, partnership, platform, population,
    review, search, service, signal, stocks, teaching, technology, turnover,
};
use skillsim::world::World;

pub type Step = (&'static str, fn(&Model, &mut World));

/// People leave their posts, seek and are hired: decided first, carried out last.
fn turnover_and_search(model: &Model, world: &mut World) {
    let decisions = turnover::decide(model, world);
    search::search_and_hire(model, world);
    turnover::carry_out(model, world, decisions);
}

/// The steps of a calendar month after the first year, in the order of `process::month`.
pub fn steps(calendar: u32) -> Vec<Step> {
    let mut steps: Vec<Step> = Vec::new();
    if calendar == 1 {
        steps.push(("funding: open", funding::open));
        steps.push(("consortia: fund", consortia::fund));
        steps.push(("platform: fund", platform::fund));
        steps.push(("firms: grow", firms::grow));
    }
    steps.extend([
        ("technology: upgrade", technology::upgrade as fn(&Model, &mut World)),
        ("firms: exit and entry", firms::exit_and_entry),
        ("demand: plan", demand::plan),
        ("turnover, search and hiring", turnover_and_search),
        ("population: birthdays", population::birthdays),
        ("own account: adjust", own_account::adjust),
        ("population: arrivals", population::arrivals),
        ("dropout", dropout::dropout),
        ("service: serve", service::serve),
    ]);
    let of_month: &[Step] = match calendar {
        5 => &[("review: file, second window", review::file), ("competition: hold", competition::hold)],
        6 => &[
            ("graduation", graduation::graduation),
            ("cooperation: come home", cooperation::come_home),
            ("order class: take over", order_class::take_over),
            ("campus", campus::campus),
        ],
        7 => &[("review: close", review::close), ("group: form, after closing", group::form)],
        8 => &[
            ("curriculum: revise", curriculum::revise),
            ("stocks: seats", stocks::seats),
            ("teaching", teaching::teaching),
        ],
        9 => &[
            ("group: form", group::form),
            ("review: open", review::open),
            ("choice", choice::choice),
            ("admission", admission::admission),
            ("order class: commit", order_class::commit),
        ],
        10 => &[("partnership: decide", partnership::decide)],
        11 => &[("review: file", review::file)],
        12 => &[
            ("outcomes of graduates", outcomes_of_graduates::outcomes_of_graduates),
            ("review: cards", review::cards),
            ("service: close year", service::close_year),
        ],
        _ => &[],
    };
    steps.extend(of_month);
    if calendar == 9 {
        steps.push(("funding: allot rest", funding::allot_rest));
    }
    steps.extend([
        ("cooperation: pair", cooperation::pair as fn(&Model, &mut World)),
        ("stocks: keep", stocks::keep),
        ("market: count", market::count),
        ("market: wages", market::wages),
        ("signal: record", signal::record),
    ]);
    steps
}

/// The month before it is looked at, as `process::month` begins.
pub fn begin(world: &mut World) {
    world.flows.reset();
    world.seekers.begin(world.t as i32);
}
