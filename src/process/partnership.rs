//! Which enterprises train, how many places they offer, and who works with which program (3.1-3.3, 5.4).
//!
//! An enterprise decides in October on cost, benefit and retention; money acts on whether, hardly on how many. What an
//! enterprise is like (its costs, whether it is certified and informed) is drawn once for the run.

use crate::base::draw::normal_quantile;
use crate::base::math::{exp, pow};
use crate::base::par;
use crate::base::rng::{Process, Stream};
use crate::model::Model;
use crate::scenario::parameters::{Param, param};
use crate::world::World;
use crate::world::money::Line;
use crate::world::posts::{Enterprise, flag};

const WEEKS: Param = param("partner.hiring_weeks");
const CONVEXITY: Param = param("partner.hiring_convexity");
const HIRES: Param = param("partner.hires");
const OWN: Param = param("partner.own_training");
const STAY: Param = param("partner.stay");
const OUTPUT: Param = param("partner.output");
const COST: Param = param("partner.cost");
const FIXED: Param = param("partner.fixed_cost");
const SPREAD: Param = param("partner.spread");
const POACHING: Param = param("partner.poaching");
const LOSS: Param = param("partner.poaching_loss");
const CERTIFIED_POSTS: Param = param("partner.certified_posts");
const CERTIFIED_SHARE: Param = param("partner.certified_share");
const AWARENESS: Param = param("partner.awareness");
const AWARENESS_GROWTH: Param = param("partner.awareness_growth");
const SURCHARGE: Param = param("partner.surcharge");
const LINKS: Param = param("partner.links");
const LINK_CHANCE: Param = param("partner.link_chance");
const LINK_GAIN: Param = param("consortium.link_gain");
const SUBSIDY: Param = param("policy.enterprise.subsidy_per_trainee");
const CREDIT: Param = param("policy.enterprise.tax_credit_rate");
const CARRY: Param = param("policy.enterprise.tax_credit_carry");
const PAPERWORK: Param = param("policy.enterprise.paperwork");

/// Years before the start in which the programs of the start may have found partners. *Assumption*.
const EARLIER: i32 = 3;

/// Enterprises that a thread asks at a time.
const CHUNK: usize = 1 << 13;

/// Fixed purposes of an enterprise's draws.
const SIZE: u32 = 0;
const TASTE: u32 = 1;
const CERTIFIED: u32 = 2;
const INFORMED: u32 = 3;
const GRANTED: u32 = 4;

/// An enterprise as it weighs training.
#[derive(Clone, Copy, Debug)]
pub struct Firm {
    /// Its number of posts, mean wage [yuan/year], value added [yuan/year].
    pub posts: f64,
    pub wage: f64,
    pub value_added: f64,
    /// Density of the labour market (1 is the mean) and vacancies per post relative to the province.
    pub density: f64,
    pub tightness: f64,
    /// Credit brought forward [yuan].
    pub brought: f64,
    /// Fixed uniforms: rounding, cost of taking part, certified, informed, place in the queue for subsidies.
    pub draws: [f64; 5],
}

/// The answer.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Decision {
    pub takes_part: bool,
    pub places: u16,
    pub certified: bool,
    /// Credit claimed [yuan/year], and what is left for later years [yuan].
    pub credit: f64,
    pub carried: f64,
}

/// The credit is 30 % of the cost, up to the surcharges of the year; the rest is carried forward (Caishui [2019] 46).
///
/// Takes part if `n (saving + output + subsidy - cost - poaching) + usable credit - fixed cost > 0`, with n by its own
/// need; saving = marginal cost of a hire `b 8/52 w v^{b-1}` (Muehlemann & Pfeifer 2016) for those who stay.
pub fn decide_one(model: &Model, t: usize, awareness: f64, covered: f64, firm: &Firm) -> Decision {
    let places =
        (model.number(HIRES) * model.number(OWN) * firm.posts + firm.draws[SIZE as usize]).floor().min(60000.0);
    let certified =
        firm.posts >= model.number(CERTIFIED_POSTS) && firm.draws[CERTIFIED as usize] < model.number(CERTIFIED_SHARE);
    if places < 1.0 {
        return Decision { certified, carried: model.lever(CARRY, t) * firm.brought, ..Decision::default() };
    }
    let half_year = firm.wage / 2.0;
    let (b, stay) = (model.number(CONVEXITY), model.number(STAY));
    let saving = stay * b * model.number(WEEKS) / 52.0 * firm.wage * pow(firm.tightness, b - 1.0);
    let poached = (model.number(POACHING) * firm.density).min(1.0) * model.number(LOSS) * firm.wage;
    let cost = model.number(COST) * half_year;
    let each = saving + model.number(OUTPUT) * half_year + subsidy(model, t, covered, firm) - cost - poached;
    let unused = model.lever(CARRY, t) * firm.brought;
    let (mut credit, mut carried) = (0.0, unused);
    if certified && firm.draws[INFORMED as usize] < awareness {
        let earned = firm.brought + model.lever(CREDIT, t) * cost * places;
        credit = earned.min(model.number(SURCHARGE) * firm.value_added);
        if credit <= model.lever(PAPERWORK, t) {
            credit = 0.0;
        }
        carried = model.lever(CARRY, t) * (earned - credit);
    }
    let usable = if credit > 0.0 { credit - model.lever(PAPERWORK, t) } else { 0.0 };
    let fixed = || {
        let taste = normal_quantile(firm.draws[TASTE as usize].clamp(1e-12, 1.0 - 1e-12));
        model.number(FIXED) * exp(model.number(SPREAD) * taste)
    };
    let gain = places * each + usable;
    let takes_part = gain > 0.0 && gain - fixed() > 0.0;
    Decision {
        takes_part,
        places: if takes_part { places as u16 } else { 0 },
        certified,
        credit: if takes_part { credit } else { 0.0 },
        carried: if takes_part { carried } else { unused },
    }
}

/// Subsidy per trainee [yuan/year]: the money reaches the share `covered` of enterprises, the same ones each year.
fn subsidy(model: &Model, t: usize, covered: f64, firm: &Firm) -> f64 {
    if firm.draws[GRANTED as usize] < covered { model.lever(SUBSIDY, t) } else { 0.0 }
}

/// How far the money `left` reaches among those who ask for it, each with a place in [0, 1): the place of the first who would
/// be promised more than there is, 1 if there is none.
fn covered(mut asked: Vec<(f64, f64)>, left: f64) -> f64 {
    asked.sort_unstable_by(|a, b| a.0.total_cmp(&b.0));
    let mut promised = 0.0;
    let beyond = asked.iter().find(|(_, yuan)| {
        promised += yuan;
        promised > left
    });
    beyond.map_or(1.0, |(place, _)| *place)
}

/// [October] Every enterprise decides, subsidies and credits are booked, programs look for partners.
pub fn decide(model: &Model, world: &mut World) {
    let before = world.institutions.awareness;
    let spread = |known: f64| known + model.number(AWARENESS_GROWTH) * known * (1.0 - known);
    let awareness = before.map_or(model.number(AWARENESS), spread);
    world.institutions.awareness = Some(awareness);
    let market = Market::new(model, world);
    // Decisions, and the subsidies they ask for, each with the place of the enterprise among those that may be granted one.
    let answer = |covered: f64| -> (Vec<Vec<Decision>>, Vec<(f64, f64)>) {
        let parts = par::chunks(world.parallel, world.enterprises.len(), CHUNK, |range| {
            let (mut decisions, mut subsidies) = (Vec::with_capacity(range.len()), Vec::new());
            let mut credits = world.institutions.credits.range(range.start as u32..range.end as u32).peekable();
            for id in range {
                let brought = credits.next_if(|credit| *credit.0 == id as u32).map_or(0.0, |credit| *credit.1);
                let firm = market.firm(id, brought);
                let decision = decide_one(model, world.t, awareness, covered, &firm);
                let asked =
                    f64::from(decision.places) * subsidy(model, world.t, covered, &firm) * model.people_per_agent;
                subsidies.extend((asked > 0.0).then_some((firm.draws[GRANTED as usize], asked)));
                decisions.push(decision);
            }
            (decisions, subsidies)
        });
        let (decisions, subsidies): (_, Vec<_>) = parts.into_iter().unzip();
        (decisions, subsidies.concat())
    };
    let (mut decisions, asked) = answer(1.0);
    if model.lever(SUBSIDY, world.t) > 0.0 {
        let covered = covered(asked, world.accounts.line(Line::EnterpriseSubsidy).left() as f64);
        let granted;
        (decisions, granted) = answer(covered);
        let paid = granted.iter().map(|(_, yuan)| yuan).sum::<f64>();
        world.accounts.spend(Line::EnterpriseSubsidy, paid, paid / model.lever(SUBSIDY, world.t));
    }
    let decided = world.enterprises.chunks_mut(CHUNK).zip(decisions).collect();
    let parts = par::map(world.parallel, decided, |(enterprises, decisions): (&mut [Enterprise], Vec<Decision>)| {
        let mut counts = [0; 3];
        for (e, d) in enterprises.iter_mut().zip(&decisions) {
            e.flags &= !(flag::PARTNER | flag::CERTIFIED);
            e.flags |= if d.takes_part { flag::PARTNER } else { 0 } | if d.certified { flag::CERTIFIED } else { 0 };
            e.places = d.places;
            counts[0] += u64::from(d.takes_part);
            counts[1] += u64::from(d.places);
            counts[2] += u64::from(d.certified);
        }
        let with_credit = |(_, d): &(usize, Decision)| d.credit > 0.0 || d.carried > 0.0;
        (counts, decisions.into_iter().enumerate().filter(with_credit).collect::<Vec<_>>())
    });
    let (mut credit, mut trainees, mut carried) = (0.0, 0.0, Vec::new());
    for (part, ([partners, places, certified], with_credit)) in parts.into_iter().enumerate() {
        world.flows.partners += partners;
        world.flows.places += places;
        world.flows.certified += certified;
        for (at, d) in with_credit {
            if d.carried > 0.0 {
                carried.push(((part * CHUNK + at) as u32, d.carried));
            }
            if d.credit > 0.0 {
                world.flows.credit_users += 1;
                credit += d.credit * model.people_per_agent;
                trainees += f64::from(d.places) * model.people_per_agent;
            }
        }
    }
    world.institutions.credits = carried.into_iter().collect();
    if credit > 0.0 {
        world.accounts.forgo(Line::TaxCredit, credit, trainees);
    }
    // Before the run programs have looked for partners every year since they opened.
    for year in 0..if before.is_none() { EARLIER } else { 1 } {
        link(model, world, year);
    }
}

/// What enterprises see when they weigh training.
struct Market<'a> {
    model: &'a Model,
    world: &'a World,
    fixed: Stream,
    /// Vacancies per post in the province.
    mean: f64,
}

impl<'a> Market<'a> {
    fn new(model: &'a Model, world: &'a World) -> Self {
        let mean = world.posts.vacant as f64 / ((world.posts.filled + world.posts.vacant) as f64).max(1.0);
        Market { model, world, fixed: world.draws.stream(Process::Partnership, -1), mean }
    }

    /// An enterprise as it weighs training, with the credit it brings forward.
    fn firm(&self, id: usize, brought: f64) -> Firm {
        let (model, world, regions) = (self.model, self.world, self.model.regions.len());
        let e = &world.enterprises[id];
        let (mut posts, mut pay, mut vacant) = (0.0, 0.0, 0.0);
        for (_, cell) in world.posts_of(id) {
            let occupation = cell.occupation() as usize;
            let relative = world.market.wage.get(occupation * regions + e.region as usize).copied().unwrap_or(1.0);
            posts += f64::from(cell.target.get());
            pay += f64::from(cell.target.get()) * model.occupations[occupation].wage_relative * relative;
            vacant += f64::from(cell.vacancies());
        }
        let (industry, region) = (&model.industries[e.industry as usize], &model.regions[e.region as usize]);
        let tightness =
            if self.mean > 0.0 && posts > 0.0 { (vacant / posts / self.mean).clamp(0.25, 4.0) } else { 1.0 };
        Firm {
            posts,
            wage: if posts > 0.0 { industry.wage * region.wage_relative * pay / posts } else { 0.0 },
            value_added: industry.value_added * posts,
            density: region.density,
            tightness,
            brought,
            draws: [SIZE, TASTE, CERTIFIED, INFORMED, GRANTED].map(|purpose| self.fixed.uniform(id as u64, purpose)),
        }
    }
}

/// Programs drop partners that left and win at most one more a year, with posts in the field. What a program looks for
/// are places: an enterprise is found in proportion to those it offers (urn-ball over places) and to the nearness of its
/// region. A funded consortium raises the chance for its members: `link chance (1 + gain)` (4.2).
fn link(model: &Model, world: &mut World, year: i32) {
    let offers = Offers::new(model, world);
    let stream = world.draws.stream(Process::Partnership, world.t as i32 + 1000 * year);
    let (most, chance, gain) = (model.number(LINKS) as usize, model.number(LINK_CHANCE), model.number(LINK_GAIN));
    world.drop_partners();
    for i in 0..world.programs.len() {
        let mut partners = std::mem::take(&mut world.programs[i].partners);
        let p = &world.programs[i];
        if p.recruits() && p.opened <= world.t as i32 - 12 * year && partners.len() < most {
            let near = offers.near(model, p.specialty, p.region);
            let draw =
                |k: u32| offers.pick(&near, stream.uniform(i as u64, 2 * k - 1), stream.uniform(i as u64, 2 * k));
            if let Some(e) = (1..=16).filter_map(draw).find(|e| !partners.contains(e)) {
                let member = world.enterprises[e as usize].flags & flag::CONSORTIUM != 0;
                if stream.chance(i as u64, 0, chance * if member { 1.0 + gain } else { 1.0 }) {
                    partners.push(e);
                }
            }
        }
        world.programs[i].partners = partners;
    }
}

/// Enterprises that train and have posts in a field, with the sum of places up to each, `[specialty * regions + region]`.
struct Offers {
    regions: usize,
    lists: Vec<Vec<(f64, u32)>>,
}

impl Offers {
    fn new(model: &Model, world: &World) -> Offers {
        let regions = model.regions.len();
        let specialties = &model.education.specialties;
        let mut lists: Vec<Vec<(f64, u32)>> = vec![Vec::new(); specialties.len() * regions];
        let parts = par::chunks(world.parallel, world.enterprises.len(), CHUNK, |range| {
            let mut offers: Vec<(u32, u8)> = Vec::new();
            for id in range.filter(|&id| world.enterprises[id].flags & flag::PARTNER != 0) {
                let roles = roles(model, world, id);
                let served = specialties.iter().enumerate().filter(|(_, s)| s.roles.iter().any(|r| roles.contains(r)));
                offers.extend(served.map(|(specialty, _)| (id as u32, specialty as u8)));
            }
            offers
        });
        for (id, specialty) in parts.into_iter().flatten() {
            let e = &world.enterprises[id as usize];
            let list = &mut lists[specialty as usize * regions + e.region as usize];
            list.push((list.last().map_or(0.0, |n| n.0) + f64::from(e.places), id));
        }
        Offers { regions, lists }
    }

    /// Lists of a field, and places times nearness up to each, for a program of a region.
    fn near(&self, model: &Model, specialty: u8, home: u8) -> Vec<(f64, &[(f64, u32)])> {
        let mut total = 0.0;
        let weigh = |region: usize| {
            let list = &self.lists[specialty as usize * self.regions + region][..];
            total += model.near(usize::from(home), region) * list.last().map_or(0.0, |n| n.0);
            (total, list)
        };
        (0..self.regions).map(weigh).collect()
    }

    /// The region at quantile `u`, in it the enterprise at quantile `v`; nobody if no place is offered.
    fn pick(&self, near: &[(f64, &[(f64, u32)])], u: f64, v: f64) -> Option<u32> {
        let total = near.last().map_or(0.0, |n| n.0);
        let list = near.get(near.partition_point(|n| n.0 <= u * total))?.1;
        let at = v * list.last()?.0;
        list.get(list.partition_point(|n| n.0 <= at)).map(|n| n.1)
    }
}

/// Roles in which an enterprise wants posts.
fn roles(model: &Model, world: &World, enterprise: usize) -> Vec<u16> {
    let wanted = world.posts_of(enterprise).filter(|(_, cell)| cell.target.get() > 0.0);
    wanted.map(|(_, cell)| model.occupations[cell.occupation() as usize].role).collect()
}

#[cfg(test)]
mod tests {
    use super::covered;

    /// Subsidies are promised in the order of places as far as the money goes, and never beyond it.
    #[test]
    fn no_more_is_promised_than_there_is() {
        let asked = vec![(0.9, 10.0), (0.1, 40.0), (0.5, 60.0)];
        for (left, place) in [(1000.0, 1.0), (110.0, 1.0), (105.0, 0.9), (100.0, 0.9), (99.0, 0.5), (39.0, 0.1)] {
            let reached = covered(asked.clone(), left);
            let promised: f64 = asked.iter().filter(|(at, _)| *at < reached).map(|(_, yuan)| yuan).sum();
            assert!(reached == place && promised <= left, "{reached} of {left}");
        }
    }
}
