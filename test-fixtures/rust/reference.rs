// EXPECT: functions=24 classes=11 imports=7 exports=0 calls=83 errors=0

//! A tiny expression language: tokens, a tree, and its value.

use std::collections::HashMap;
use std::fmt;
use std::iter::Peekable;
use std::rc::Rc as Shared;
use std::str::Chars;
use std::borrow::Cow;

pub type Result<T> = std::result::Result<T, Error>;
//       ^^^^^^ class name=Result kind=alias visibility=public is_exported=1

type Builtin = dyn Fn(&[f64]) -> f64;
//   ^^^^^^^ class name=Builtin kind=alias visibility=private

/// What can go wrong.
#[derive(Debug, Clone, PartialEq)]
pub enum Error {
//       ^^^^^ class name=Error kind=enum visibility=public
    Unexpected(char, usize),
    Unknown { name: String },
    Empty,
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    // ^^^ function name=fmt kind=method owner=Error qualified_name=Error.fmt
        match self {
            Error::Unexpected(c, at) => f.debug_tuple("Unexpected").field(c).field(at).finish(),
            //                                                                         ^^^^^^ call callee_name=finish caller=Error.fmt argument_count=0
            Error::Unknown { name } => f.write_str(name),
            //                           ^^^^^^^^^ call callee_name=write_str caller=Error.fmt receiver=f argument_count=1
            Self::Empty => f.pad("empty"),
        }
    }
}

impl std::error::Error for Error {}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Span(usize, usize);
//                ^^^^ class name=Span kind=struct visibility=internal

impl Span {
    fn join(self, other: Self) -> Self {
    // ^^^^ function name=join kind=method owner=Span
        Span(self.0.min(other.0), self.1.max(other.1))
      //^^^^ call callee_name=Span caller=Span.join argument_count=2
        //          ^^^ call callee_name=min caller=Span.join receiver=self.0
    }
}

enum Token {
//   ^^^^^ class name=Token kind=enum visibility=private
    Number(f64),
    Name(String),
    Sign(char),
}

/// Walks over characters.
struct Lexer<'a> {
//     ^^^^^ class name=Lexer kind=struct visibility=private
    chars: Peekable<Chars<'a>>,
    at: usize,
}

impl<'a> Lexer<'a> {
    const LIMIT: usize = 1 << 16;

    fn new(source: &'a str) -> Self {
    // ^^^ function name=new kind=method owner=Lexer
        Self { chars: source.chars().peekable(), at: 0 }
        //                   ^^^^^ call callee_name=chars caller=Lexer.new receiver=source
    }

    fn take_while(&mut self, accept: impl Fn(char) -> bool) -> String {
    // ^^^^^^^^^^ function name=take_while kind=method owner=Lexer
        let mut taken = String::new();
        //                      ^^^ call callee_name=new caller=Lexer.take_while argument_count=0
        while let Some(c) = self.chars.next_if(|&c| accept(c)) {
        //                                          ^^^^^^ call callee_name=accept caller=Lexer.take_while argument_count=1
            taken.push(c);
            self.at += c.len_utf8();
        }
        taken
    }

    fn next_token(&mut self) -> Result<Option<Token>> {
    // ^^^^^^^^^^ function name=next_token kind=method owner=Lexer
        self.take_while(char::is_whitespace);
        let Some(&c) = self.chars.peek() else {
            return Ok(None);
            //     ^^ call callee_name=Ok caller=Lexer.next_token argument_count=1
        };
        let token = match c {
            '0'..='9' => Token::Number(self.take_while(|c| c.is_ascii_digit() || c == '.').parse().unwrap_or(f64::NAN)),
            //                                                                                     ^^^^^^^^^ call callee_name=unwrap_or caller=Lexer.next_token argument_count=1
            'a'..='z' | 'A'..='Z' | '_' => Token::Name(self.take_while(char::is_alphanumeric)),
            '+' | '-' | '*' | '/' | '(' | ')' | ',' => {
                self.chars.next();
                Token::Sign(c)
            }
            other if self.at < Self::LIMIT => return Err(Error::Unexpected(other, self.at)),
            _ => return Err(Error::Empty),
        };
        Ok(Some(token))
    }
}

/// Something that has a value.
pub trait Evaluate {
//        ^^^^^^^^ class name=Evaluate kind=trait visibility=public
    fn evaluate(&self, scope: &Scope) -> Result<f64>;
    // ^^^^^^^^ function name=evaluate kind=method owner=Evaluate has_body=0

    fn is_constant(&self) -> bool {
    // ^^^^^^^^^^^ function name=is_constant kind=method owner=Evaluate has_body=1
        false
    }
}

#[derive(Default, Clone)]
pub struct Scope {
//         ^^^^^ class name=Scope kind=struct visibility=public
    values: HashMap<String, f64>,
    functions: HashMap<String, Shared<Builtin>>,
}

impl Scope {
    pub fn with(mut self, name: &str, value: f64) -> Self {
    //     ^^^^ function name=with kind=method owner=Scope visibility=public
        self.values.insert(name.to_owned(), value);
        self
    }

    pub fn define<F>(&mut self, name: impl Into<String>, call: F) -> &mut Self
    //     ^^^^^^ function name=define kind=method owner=Scope visibility=public
    where
        F: Fn(&[f64]) -> f64 + 'static,
    {
        self.functions.insert(name.into(), Shared::new(call));
        //             ^^^^^^ call callee_name=insert caller=Scope.define receiver=self.functions argument_count=2
        self
    }

    fn get(&self, name: &str) -> Result<f64> {
    // ^^^ function name=get kind=method owner=Scope visibility=private
        self.values.get(name).copied().ok_or_else(|| Error::Unknown { name: name.to_string() })
        //                             ^^^^^^^^^^ call callee_name=ok_or_else caller=Scope.get argument_count=1
    }
}

struct Constant<T>(T);
//     ^^^^^^^^ class name=Constant kind=struct visibility=private

impl<T> Evaluate for Constant<T>
where
    T: Copy + Into<f64>,
{
    fn evaluate(&self, _: &Scope) -> Result<f64> {
    // ^^^^^^^^ function name=evaluate kind=method owner=Constant qualified_name=Constant.evaluate
        Ok(self.0.into())
    }

    fn is_constant(&self) -> bool {
    // ^^^^^^^^^^^ function name=is_constant kind=method owner=Constant
        true
    }
}

#[repr(C)]
union Bits {
//    ^^^^ class name=Bits kind=union visibility=private
    float: f64,
    bits: u64,
}

impl Bits {
    unsafe fn sign(self) -> bool {
    //        ^^^^ function name=sign kind=method owner=Bits
        self.bits >> 63 == 1
    }
}

mod shape {
    pub(super) const fn square(n: u32) -> u32 {
    //                  ^^^^^^ function name=square kind=function visibility=internal
        n * n
    }

    pub mod deep {
        pub fn cube(n: u32) -> u32 {
        //     ^^^^ function name=cube kind=function visibility=public
            super::square(n) * n
            //     ^^^^^^ call callee_name=square argument_count=1
        }
    }
}

struct Variable(String);
//     ^^^^^^^^ class name=Variable kind=struct

impl Evaluate for Variable {
    fn evaluate(&self, scope: &Scope) -> Result<f64> {
    // ^^^^^^^^ function name=evaluate kind=method owner=Variable
        scope.get(&self.0)
    }
}

/// The value of a sum: `1 + x + 2`.
pub fn evaluate(source: &str, scope: &Scope) -> Result<f64> {
//     ^^^^^^^^ function name=evaluate kind=function owner=null visibility=public
    fn operand(token: Token) -> Result<Box<dyn Evaluate>> {
    // ^^^^^^^ function name=operand kind=function owner=evaluate qualified_name=evaluate.operand
        match token {
            Token::Number(n) => Ok(Box::new(Constant(n))),
            Token::Name(name) => Ok(Box::new(Variable(name))),
            //                               ^^^^^^^^ call callee_name=Variable caller=evaluate.operand argument_count=1
            Token::Sign(c) => Err(Error::Unexpected(c, 0)),
        }
    }

    let mut lexer = Lexer::new(source);
    let mut total = 0.0;
    while let Some(token) = lexer.next_token()? {
        if let Token::Sign('+') = token {
            continue;
        }
        total += operand(token)?.evaluate(scope)?;
        //       ^^^^^^^ call callee_name=operand caller=evaluate argument_count=1
        //                       ^^^^^^^^ call callee_name=evaluate caller=evaluate argument_count=1
    }
    Ok(total)
}

async fn later(source: String, scope: Scope) -> Result<f64> {
//       ^^^^^ function name=later kind=function is_async=1 visibility=private
    let value = async move { evaluate(&source, &scope) }.await?;
    Ok(value)
}

extern "C" fn callback(value: f64) -> bool {
//            ^^^^^^^^ function name=callback kind=function
    unsafe { Bits { float: value }.sign() }
}

#[inline]
fn largest<'a, T: PartialOrd>(values: &'a [T]) -> Option<&'a T> {
// ^^^^^^^ function name=largest kind=function
    let mut values = values.iter();
    let first = values.next()?;
    Some(values.fold(first, |a, b| if b > a { b } else { a }))
    //          ^^^^ call callee_name=fold caller=largest argument_count=2
}

fn main() {
// ^^^^ function name=main kind=function
    let scope = Scope::default().with("x", f64::from(shape::deep::cube(2)));
    let value = evaluate("1 + x", &scope).expect("a value");
    let _ = (later as fn(_, _) -> _, largest(&[value]).is_some(), callback(value), Cow::from("x"));
    std::process::exit(0);
    //            ^^^^ call callee_name=exit caller=main argument_count=1
}

#[cfg(test)]
mod tests {
    use super::Span;

    #[test]
    fn spans_join() {
    // ^^^^^^^^^^ function name=spans_join kind=function
        assert_eq(Span(1, 2).join(Span(0, 1)), Span(0, 2));
      //^^^^^^^^^ call callee_name=assert_eq caller=spans_join argument_count=2
    }

    fn assert_eq(left: Span, right: Span) {
    // ^^^^^^^^^ function name=assert_eq kind=function
        if left != right {
            std::process::abort();
        }
    }
}
