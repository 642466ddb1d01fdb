// What syn sees in Rust files: paths on standard input, a JSON line for each on standard output. Shapes as in ../python.py; a
// parameter that is a pattern is null, and so are the arguments of a macro.

use std::fmt::Write;
use std::io::{BufRead, Write as _};
use syn::visit::{self, Visit};

#[derive(Default)]
struct Facts {
    functions: Vec<String>,
    classes: Vec<String>,
    imports: Vec<String>,
    calls: Vec<String>,
    /// Something is newer than syn, which then keeps its tokens as they are.
    is_opaque: bool,
}

fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => {
                out.push('\\');
                out.push(c);
            }
            c if c < ' ' => write!(out, "\\u{:04x}", c as u32).unwrap(),
            c => out.push(c),
        }
    }
    out + "\""
}

fn line(span: proc_macro2::Span) -> usize {
    span.start().line
}

fn plain(name: &syn::Ident, more: &str) -> String {
    format!("[{},{}{more}]", quoted(&name.to_string()), line(name.span()))
}

/// What a callee is named by; `None` for what is computed.
fn named(callee: &syn::Expr) -> Option<(String, usize)> {
    match callee {
        syn::Expr::Path(path) => path
            .path
            .segments
            .last()
            .map(|last| (last.ident.to_string(), line(last.ident.span()))),
        syn::Expr::Field(field) => Some(match &field.member {
            syn::Member::Named(name) => (name.to_string(), line(name.span())),
            syn::Member::Unnamed(index) => (index.index.to_string(), line(index.span)),
        }),
        syn::Expr::Paren(inner) => named(&inner.expr),
        syn::Expr::Unary(inner) => named(&inner.expr),
        _ => None,
    }
}

/// The path up to the first branching.
fn common(tree: &syn::UseTree) -> String {
    match tree {
        syn::UseTree::Path(path) => match common(&path.tree) {
            rest if rest.is_empty() => path.ident.to_string(),
            rest => format!("{}::{rest}", path.ident),
        },
        syn::UseTree::Name(name) => name.ident.to_string(),
        syn::UseTree::Rename(name) => name.ident.to_string(),
        syn::UseTree::Glob(_) | syn::UseTree::Group(_) => String::new(),
    }
}

impl Facts {
    fn function(&mut self, signature: &syn::Signature) {
        let mut names: Vec<String> = Vec::new();
        for input in &signature.inputs {
            if let syn::FnArg::Typed(typed) = input {
                names.push(match &*typed.pat {
                    // `self: Box<Self>`
                    syn::Pat::Ident(name) if name.ident == "self" => continue,
                    syn::Pat::Ident(name) if name.by_ref.is_none() && name.subpat.is_none() => quoted(&name.ident.to_string()),
                    _ => "null".into(),
                });
            }
        }
        if signature.variadic.is_some() {
            names.push("null".into());
        }
        self.functions
            .push(plain(&signature.ident, &format!(",[{}]", names.join(","))));
    }

    fn import(&mut self, source: &str, at: usize) {
        self.imports.push(format!("[{},{at}]", quoted(source)));
    }
}

impl<'a> Visit<'a> for Facts {
    fn visit_item(&mut self, node: &'a syn::Item) {
        self.is_opaque |= matches!(node, syn::Item::Verbatim(_));
        visit::visit_item(self, node);
    }

    fn visit_impl_item(&mut self, node: &'a syn::ImplItem) {
        self.is_opaque |= matches!(node, syn::ImplItem::Verbatim(_));
        visit::visit_impl_item(self, node);
    }

    fn visit_trait_item(&mut self, node: &'a syn::TraitItem) {
        self.is_opaque |= matches!(node, syn::TraitItem::Verbatim(_));
        visit::visit_trait_item(self, node);
    }

    fn visit_foreign_item(&mut self, node: &'a syn::ForeignItem) {
        self.is_opaque |= matches!(node, syn::ForeignItem::Verbatim(_));
        visit::visit_foreign_item(self, node);
    }

    fn visit_expr(&mut self, node: &'a syn::Expr) {
        self.is_opaque |= matches!(node, syn::Expr::Verbatim(_));
        visit::visit_expr(self, node);
    }

    fn visit_pat(&mut self, node: &'a syn::Pat) {
        self.is_opaque |= matches!(node, syn::Pat::Verbatim(_));
        visit::visit_pat(self, node);
    }

    fn visit_type(&mut self, node: &'a syn::Type) {
        self.is_opaque |= matches!(node, syn::Type::Verbatim(_));
        visit::visit_type(self, node);
    }

    fn visit_signature(&mut self, node: &'a syn::Signature) {
        self.function(node);
        visit::visit_signature(self, node);
    }

    fn visit_item_struct(&mut self, node: &'a syn::ItemStruct) {
        self.classes.push(plain(&node.ident, ""));
        visit::visit_item_struct(self, node);
    }

    fn visit_item_enum(&mut self, node: &'a syn::ItemEnum) {
        self.classes.push(plain(&node.ident, ""));
        visit::visit_item_enum(self, node);
    }

    fn visit_item_union(&mut self, node: &'a syn::ItemUnion) {
        self.classes.push(plain(&node.ident, ""));
        visit::visit_item_union(self, node);
    }

    fn visit_item_trait(&mut self, node: &'a syn::ItemTrait) {
        self.classes.push(plain(&node.ident, ""));
        visit::visit_item_trait(self, node);
    }

    fn visit_item_type(&mut self, node: &'a syn::ItemType) {
        self.classes.push(plain(&node.ident, ""));
        visit::visit_item_type(self, node);
    }

    fn visit_item_use(&mut self, node: &'a syn::ItemUse) {
        let start = match &node.vis {
            syn::Visibility::Inherited => node.use_token.span,
            vis => syn::spanned::Spanned::span(vis),
        };
        let root = if node.leading_colon.is_some() { "::" } else { "" };
        // `use *;`
        let source = if let syn::UseTree::Glob(_) = node.tree {
            "*".into()
        } else {
            common(&node.tree)
        };
        self.import(&format!("{root}{source}"), line(start));
    }

    fn visit_item_extern_crate(&mut self, node: &'a syn::ItemExternCrate) {
        let start = match &node.vis {
            syn::Visibility::Inherited => node.extern_token.span,
            vis => syn::spanned::Spanned::span(vis),
        };
        self.import(&node.ident.to_string(), line(start));
    }

    fn visit_expr_call(&mut self, node: &'a syn::ExprCall) {
        let start = || line(syn::spanned::Spanned::span(node));
        let (name, at) = named(&node.func).unwrap_or_else(|| (String::new(), start()));
        self.calls.push(format!("[{},{at},{}]", quoted(&name), node.args.len()));
        visit::visit_expr_call(self, node);
    }

    fn visit_expr_method_call(&mut self, node: &'a syn::ExprMethodCall) {
        self.calls.push(plain(&node.method, &format!(",{}", node.args.len())));
        visit::visit_expr_method_call(self, node);
    }

    // `macro_rules! name` declares.
    fn visit_item_macro(&mut self, node: &'a syn::ItemMacro) {
        if node.ident.is_none() {
            visit::visit_item_macro(self, node);
        }
    }

    // `#[doc = include_str!("x")]`, of which syn has but the tokens.
    fn visit_attribute(&mut self, node: &'a syn::Attribute) {
        let mut tokens = node.tokens.clone().into_iter();
        let is = |token: Option<proc_macro2::TokenTree>, sign: char| matches!(token, Some(proc_macro2::TokenTree::Punct(punct)) if punct.as_char() == sign);
        if is(tokens.next(), '=') {
            if let (Some(proc_macro2::TokenTree::Ident(name)), true) = (tokens.next(), is(tokens.next(), '!')) {
                self.calls.push(plain(&name, ",null"));
            }
        }
    }

    fn visit_macro(&mut self, node: &'a syn::Macro) {
        if let Some(last) = node.path.segments.last() {
            self.calls.push(plain(&last.ident, ",null"));
        }
    }
}

fn facts(path: &str) -> String {
    let parsed = std::fs::read_to_string(path).map_err(|error| error.to_string());
    match parsed.and_then(|source| syn::parse_file(&source).map_err(|error| error.to_string())) {
        Err(error) => format!("{{\"file\":{},\"error\":{}}}", quoted(path), quoted(&error)),
        Ok(file) => {
            let mut found = Facts::default();
            found.visit_file(&file);
            if found.is_opaque {
                return format!("{{\"file\":{},\"error\":\"newer than syn\"}}", quoted(path));
            }
            format!(
                "{{\"file\":{},\"functions\":[{}],\"classes\":[{}],\"imports\":[{}],\"calls\":[{}]}}",
                quoted(path),
                found.functions.join(","),
                found.classes.join(","),
                found.imports.join(","),
                found.calls.join(",")
            )
        }
    }
}

fn main() {
    // Deeply nested sources.
    let work = std::thread::Builder::new().stack_size(512 << 20).spawn(|| {
        let mut out = std::io::BufWriter::new(std::io::stdout());
        for path in std::io::stdin()
            .lock()
            .lines()
            .map_while(Result::ok)
            .filter(|path| !path.is_empty())
        {
            writeln!(out, "{}", facts(&path)).unwrap();
        }
    });
    work.unwrap().join().unwrap();
}
