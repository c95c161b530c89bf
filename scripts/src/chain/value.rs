//! Decoded SCALE values as JSON and as text, guided by the names of the types: an account becomes SS58 text, a day a
//! date, an amount of cents a decimal number.

use healink_domain::{
    consent::{ActionSet, CategorySet, PurposeSet},
    Account, Cents, Day, Moment,
};
use scale_info::{PortableRegistry, TypeDef, TypeDefPrimitive};
use scale_value::{Composite, Primitive, Value, ValueDef};
use serde_json::{Map, Value as Json};

use super::{account, rpc::to_hex};
use crate::{
    error::{Result, ResultExt},
    names, text,
};

/// Decodes a value of a type at the head of `input` into JSON.
///
/// # Errors
/// When the bytes do not fit the type.
pub fn decode(input: &mut &[u8], ty: u32, types: &PortableRegistry, prefix: u16) -> Result<Json> {
    let value =
        scale_value::scale::decode_as_type(input, ty, types).or_internal("decoding a contract's value")?;
    Ok(Reader { types, prefix }.json(&value))
}

struct Reader<'a> {
    types: &'a PortableRegistry,
    prefix: u16,
}

impl Reader<'_> {
    fn json(&self, value: &Value<u32>) -> Json {
        if let Some(known) = self.known(value) {
            return known;
        }
        match &value.value {
            ValueDef::Composite(composite) => {
                match self.types.resolve(value.context).map(|ty| &ty.type_def) {
                    Some(TypeDef::Sequence(list)) => self.list(list.type_param.id, composite),
                    Some(TypeDef::Array(list)) => self.list(list.type_param.id, composite),
                    _ => self.fields(composite),
                }
            }
            ValueDef::Variant(variant) => match variant.name.as_str() {
                "None" => Json::Null,
                "Some" => self.fields(&variant.values),
                name if variant.values.is_empty() => name.into(),
                name => Json::Object(Map::from_iter([(name.to_owned(), self.fields(&variant.values))])),
            },
            ValueDef::Primitive(primitive) => match primitive {
                Primitive::Bool(flag) => (*flag).into(),
                Primitive::Char(character) => character.to_string().into(),
                Primitive::String(string) => string.clone().into(),
                Primitive::U128(number) => {
                    u64::try_from(*number).map_or_else(|_| number.to_string().into(), Json::from)
                }
                Primitive::I128(number) => {
                    i64::try_from(*number).map_or_else(|_| number.to_string().into(), Json::from)
                }
                Primitive::U256(bytes) | Primitive::I256(bytes) => to_hex(bytes).into(),
            },
            ValueDef::BitSequence(bits) => format!("{bits:?}").into(),
        }
    }

    /// Values whose type says how to write them.
    fn known(&self, value: &Value<u32>) -> Option<Json> {
        let path = &self.types.resolve(value.context)?.path;
        let name = path.segments.last()?.as_str();
        match name {
            "AccountId" | "Account" => {
                let bytes = bytes_of(value)?.try_into().ok()?;
                Some(account::ss58(&Account(bytes), self.prefix).into())
            }
            "Moment" => Some(text::moment(Moment(u64::try_from(number_of(value)?).ok()?)).into()),
            "PurposeSet" => {
                set(u16::try_from(number_of(value)?).ok().and_then(PurposeSet::from_bits)?.iter())
            }
            "CategorySet" => {
                set(u32::try_from(number_of(value)?).ok().and_then(CategorySet::from_bits)?.iter())
            }
            "ActionSet" => set(u8::try_from(number_of(value)?).ok().and_then(ActionSet::from_bits)?.iter()),
            "Day" => Some(text::date(Day(u32::try_from(number_of(value)?).ok()?)).into()),
            "Cents" => Some(text::money(Cents(u64::try_from(number_of(value)?).ok()?)).into()),
            "Npi" => Some(format!("{:010}", number_of(value)?).into()),
            "Jurisdiction" | "Taxonomy" => {
                let text = String::from_utf8(bytes_of(value)?).ok()?;
                Some(text.trim_end_matches('\0').into())
            }
            _ => None,
        }
    }

    fn fields(&self, fields: &Composite<u32>) -> Json {
        match fields {
            Composite::Named(fields) => fields
                .iter()
                .map(|(name, value)| (name.clone(), self.json(value)))
                .collect::<Map<_, _>>()
                .into(),
            Composite::Unnamed(fields) => match fields.as_slice() {
                [only] => self.json(only),
                many => many.iter().map(|field| self.json(field)).collect::<Vec<_>>().into(),
            },
        }
    }

    /// A sequence or array: bytes as hexadecimal text, the rest as a list also when it has one element.
    fn list(&self, element: u32, items: &Composite<u32>) -> Json {
        let element = self.types.resolve(element).map(|ty| &ty.type_def);
        if matches!(element, Some(TypeDef::Primitive(TypeDefPrimitive::U8))) {
            let bytes: Option<Vec<u8>> =
                items.values().map(|item| u8::try_from(number_of(item)?).ok()).collect();
            return to_hex(&bytes.unwrap_or_default()).into();
        }
        items.values().map(|item| self.json(item)).collect::<Vec<_>>().into()
    }
}

/// A set as a list of names.
fn set<T: std::fmt::Debug>(values: impl Iterator<Item = T>) -> Option<Json> {
    Some(values.map(|value| Json::from(names::name(value))).collect::<Vec<_>>().into())
}

fn number_of(value: &Value<u32>) -> Option<u128> {
    match &value.value {
        ValueDef::Primitive(Primitive::U128(number)) => Some(*number),
        ValueDef::Composite(composite) => match composite.values().collect::<Vec<_>>().as_slice() {
            [only] => number_of(only),
            _ => None,
        },
        _ => None,
    }
}

fn bytes_of(value: &Value<u32>) -> Option<Vec<u8>> {
    let ValueDef::Composite(composite) = &value.value else { return None };
    let values = composite.values().collect::<Vec<_>>();
    match values.as_slice() {
        [only] => bytes_of(only),
        many => many.iter().map(|value| u8::try_from(number_of(value)?).ok()).collect(),
    }
}
