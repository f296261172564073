//! placeholder
pub fn page(_t: &super::frame::Tables, _m: &super::manifest::Manifest, _l: super::columns::Language) -> String {
    String::new()
}
