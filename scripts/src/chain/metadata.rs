//! Metadata of a built contract: selectors by label, types of what is returned and emitted. Looking both up keeps the
//! program from drifting away from the contracts.

use std::{collections::HashMap, path::Path};

use scale_info::{PortableRegistry, TypeDef};
use serde::Deserialize;
use serde_json::{Map, Value as Json};

use super::value;
use crate::error::{Error, Result, ResultExt};

/// A contract's metadata, as far as it is needed here (format: ink! 5, "metadata version 5").
pub struct ContractMetadata {
    /// The contract's name.
    pub name: String,
    /// The contract's version.
    pub version: String,
    /// Hash of the Wasm.
    pub code_hash: [u8; 32],
    constructors: HashMap<String, Message>,
    messages: HashMap<String, Message>,
    events: HashMap<[u8; 32], EventSpec>,
    types: PortableRegistry,
}

/// A message or constructor.
pub struct Message {
    /// First four bytes of the call.
    pub selector: [u8; 4],
    /// Type of what it returns.
    returns: Option<u32>,
}

struct EventSpec {
    name: String,
    fields: Vec<(String, u32)>,
}

#[derive(Deserialize)]
struct File {
    source: Source,
    contract: Package,
    spec: Spec,
    types: Vec<Json>,
}

#[derive(Deserialize)]
struct Source {
    hash: String,
}

#[derive(Deserialize)]
struct Package {
    name: String,
    version: String,
}

#[derive(Deserialize)]
struct Spec {
    constructors: Vec<MessageSpec>,
    messages: Vec<MessageSpec>,
    events: Vec<RawEvent>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct MessageSpec {
    label: String,
    selector: String,
    return_type: Option<TypeSpec>,
}

#[derive(Deserialize)]
struct RawEvent {
    label: String,
    args: Vec<Field>,
    signature_topic: Option<String>,
}

#[derive(Deserialize)]
struct Field {
    label: String,
    #[serde(rename = "type")]
    ty: TypeSpec,
}

#[derive(Deserialize)]
struct TypeSpec {
    #[serde(rename = "type")]
    id: u32,
}

/// What a message returned.
#[derive(Debug)]
pub enum Outcome<'a> {
    /// It succeeded; these bytes are the value.
    Value(&'a [u8]),
    /// It refused; the decoded error.
    Refused(Json),
}

impl ContractMetadata {
    /// Reads the metadata a build left.
    ///
    /// # Errors
    /// When there is none, or it is of another format.
    pub fn read(path: &Path) -> Result<Self> {
        let text = std::fs::read_to_string(path).map_err(|_| {
            Error::not_ready(format!("the contract's metadata {} is not there", path.display()))
                .hint("build the contracts with `healink build`")
        })?;
        Self::parse(&text).map_err(|e| e.context(path.display()))
    }

    /// Parses metadata.
    ///
    /// # Errors
    /// When it is of another format.
    pub fn parse(text: &str) -> Result<Self> {
        const WHAT: &str = "reading a contract's metadata";
        let file: File = serde_json::from_str(text).or_internal(WHAT)?;
        let types = Json::Object(Map::from_iter([("types".to_owned(), Json::Array(file.types))]));
        let messages = |specs: Vec<MessageSpec>| -> Result<HashMap<String, Message>> {
            specs.into_iter().map(|spec| Ok((spec.label.clone(), Message::from_spec(&spec)?))).collect()
        };
        let mut events = HashMap::new();
        for event in file.spec.events {
            let Some(topic) = &event.signature_topic else { continue };
            let fields = event.args.into_iter().map(|field| (field.label, field.ty.id)).collect();
            events.insert(bytes(topic)?, EventSpec { name: event.label, fields });
        }
        Ok(Self {
            name: file.contract.name,
            version: file.contract.version,
            code_hash: bytes(&file.source.hash)?,
            constructors: messages(file.spec.constructors)?,
            messages: messages(file.spec.messages)?,
            events,
            types: serde_json::from_value(types).or_internal(WHAT)?,
        })
    }

    /// The message with this label; for a message of a trait the trait's name may be left out.
    ///
    /// # Errors
    /// When there is none.
    pub fn message(&self, label: &str) -> Result<&Message> {
        let suffix = format!("::{label}");
        let by_suffix =
            || self.messages.iter().find(|(name, _)| name.ends_with(&suffix)).map(|(_, message)| message);
        self.messages.get(label).or_else(by_suffix).ok_or_else(|| self.missing("message", label))
    }

    /// The constructor with this label.
    ///
    /// # Errors
    /// When there is none.
    pub fn constructor(&self, label: &str) -> Result<&Message> {
        self.constructors.get(label).ok_or_else(|| self.missing("constructor", label))
    }

    fn missing(&self, what: &str, label: &str) -> Error {
        Error::internal(format!("the built contract {} has no {what} `{label}`", self.name))
            .hint("the build is of another version than the program: run `healink build`")
    }

    /// The bytes that call a message with SCALE-encoded arguments.
    pub fn payload(message: &Message, arguments: &[u8]) -> Vec<u8> {
        let mut payload = message.selector.to_vec();
        payload.extend(arguments);
        payload
    }

    /// Reads what a message returned: `Result<T, LangError>`, where `T` may itself be a `Result`.
    ///
    /// # Errors
    /// When the bytes do not fit the message's type.
    pub fn outcome<'a>(&self, message: &Message, data: &'a [u8], prefix: u16) -> Result<Outcome<'a>> {
        let unexpected =
            || Error::internal(format!("the contract {} answered in an unexpected form", self.name));
        let returns = message.returns.ok_or_else(unexpected)?;
        let (ok, err) = self.result_types(returns).ok_or_else(unexpected)?;
        let (&tag, rest) = data.split_first().ok_or_else(unexpected)?;
        if tag != 0 {
            return Ok(Outcome::Refused(value::decode(&mut &*rest, err, &self.types, prefix)?));
        }
        match self.result_types(ok) {
            None => Ok(Outcome::Value(rest)),
            Some((_, inner)) => match rest.split_first().ok_or_else(unexpected)? {
                (0, value) => Ok(Outcome::Value(value)),
                (_, error) => Ok(Outcome::Refused(value::decode(&mut &*error, inner, &self.types, prefix)?)),
            },
        }
    }

    /// Decodes the value of a message for display.
    ///
    /// # Errors
    /// When the bytes do not fit the message's type.
    pub fn display(&self, message: &Message, mut value: &[u8], prefix: u16) -> Result<Json> {
        let unexpected = || Error::internal("a message without a type");
        let (ok, _) = message.returns.and_then(|ty| self.result_types(ty)).ok_or_else(unexpected)?;
        let ty = self.result_types(ok).map_or(ok, |(inner, _)| inner);
        value::decode(&mut value, ty, &self.types, prefix)
    }

    /// Types of success and failure, if the type is a `Result`.
    fn result_types(&self, ty: u32) -> Option<(u32, u32)> {
        let ty = self.types.resolve(ty)?;
        let TypeDef::Variant(variants) = &ty.type_def else { return None };
        if ty.path.segments.last()? != "Result" {
            return None;
        }
        let field = |name: &str| {
            let variant = variants.variants.iter().find(|variant| variant.name == name)?;
            variant.fields.first().map(|field| field.ty.id)
        };
        Some((field("Ok")?, field("Err")?))
    }

    /// Name and fields of an event, if it is one of this contract's.
    ///
    /// # Errors
    /// When the bytes do not fit the event's types.
    pub fn event(&self, topics: &[[u8; 32]], mut data: &[u8], prefix: u16) -> Result<Option<(String, Json)>> {
        let Some(spec) = topics.first().and_then(|topic| self.events.get(topic)) else { return Ok(None) };
        let mut fields = Map::new();
        for (name, ty) in &spec.fields {
            fields.insert(name.clone(), value::decode(&mut data, *ty, &self.types, prefix)?);
        }
        Ok(Some((spec.name.clone(), Json::Object(fields))))
    }
}

impl Message {
    fn from_spec(spec: &MessageSpec) -> Result<Self> {
        Ok(Self { selector: bytes(&spec.selector)?, returns: spec.return_type.as_ref().map(|ty| ty.id) })
    }
}

fn bytes<const N: usize>(text: &str) -> Result<[u8; N]> {
    let mut bytes = [0u8; N];
    hex::decode_to_slice(text.strip_prefix("0x").unwrap_or(text), &mut bytes)
        .or_internal(format!("`{text}` in a contract's metadata"))?;
    Ok(bytes)
}
