// What javac's parser sees in Java files: paths on standard input, a JSON line for each on standard output. Shapes as in
// python.py. Run by `java Java.java`, which needs a JDK.

import com.sun.source.tree.*;
import com.sun.source.util.*;
import java.io.*;
import java.nio.charset.StandardCharsets;
import java.nio.file.*;
import java.util.*;
import javax.tools.*;

public class Java {
  /** The facts of one compilation unit. */
  static final class Facts extends TreePathScanner<Void, Void> {
    final List<String> functions = new ArrayList<>();
    final List<String> classes = new ArrayList<>();
    final List<String> imports = new ArrayList<>();
    final List<String> calls = new ArrayList<>();
    final CompilationUnitTree unit;
    final SourcePositions positions;
    final String source;

    Facts(CompilationUnitTree unit, SourcePositions positions, String source) {
      this.unit = unit;
      this.positions = positions;
      this.source = source;
    }

    long start(Tree tree) {
      return positions.getStartPosition(unit, tree);
    }

    long end(Tree tree) {
      return positions.getEndPosition(unit, tree);
    }

    long line(long offset) {
      return unit.getLineMap().getLineNumber(Math.max(0, offset));
    }

    /** Where a name stands at or after an offset; the tree says only where a declaration starts. Comments are passed over. */
    long named(String name, long from) {
      for (int i = (int) Math.max(0, from); i < source.length(); i++) {
        if (source.startsWith("//", i)) i = Math.max(i, source.indexOf('\n', i));
        else if (source.startsWith("/*", i)) i = Math.max(i, source.indexOf("*/", i + 2) + 1);
        else if (source.startsWith(name, i) && !isPart(i - 1) && !isPart(i + name.length())) return i;
      }
      return from;
    }

    boolean isPart(int at) {
      return at >= 0 && at < source.length() && Character.isJavaIdentifierPart(source.charAt(at));
    }

    @Override
    public Void visitImport(ImportTree tree, Void nothing) {
      String name = tree.getQualifiedIdentifier().toString();
      imports.add(fact(name.endsWith(".*") ? name.substring(0, name.length() - 2) : name, line(start(tree))));
      return null;
    }

    @Override
    public Void visitClass(ClassTree tree, Void nothing) {
      String name = tree.getSimpleName().toString();
      if (!name.isEmpty()) classes.add(fact(name, line(named(name, Math.max(start(tree), end(tree.getModifiers()))))));
      return super.visitClass(tree, nothing);
    }

    @Override
    public Void visitMethod(MethodTree tree, Void nothing) {
      String name = tree.getName().toString();
      if (name.equals("<init>")) name = ((ClassTree) getCurrentPath().getParentPath().getLeaf()).getSimpleName().toString();
      long from = Math.max(start(tree), end(tree.getModifiers()));
      for (TypeParameterTree each : tree.getTypeParameters()) from = Math.max(from, end(each));
      if (tree.getReturnType() != null) {
        // `int f()[]`: then the type ends behind the name.
        long behind = end(tree.getReturnType());
        long place = named(name, Math.max(from, behind));
        from = tree.getBody() != null && place > start(tree.getBody()) ? from : Math.max(from, behind);
      }
      StringJoiner parameters = new StringJoiner(",", "[", "]");
      for (VariableTree each : tree.getParameters()) parameters.add(quoted(each.getName().toString()));
      functions.add(fact(name, line(named(name, from)), parameters.toString()));
      return super.visitMethod(tree, nothing);
    }

    @Override
    public Void visitMethodInvocation(MethodInvocationTree tree, Void nothing) {
      ExpressionTree callee = tree.getMethodSelect();
      String name;
      long at;
      if (callee instanceof MemberSelectTree) {
        name = ((MemberSelectTree) callee).getIdentifier().toString();
        at = end(callee) - name.length();
      } else {
        name = callee.toString();
        at = start(callee);
      }
      calls.add(fact(name, line(at), Integer.toString(tree.getArguments().size())));
      return super.visitMethodInvocation(tree, nothing);
    }

    @Override
    public Void visitNewClass(NewClassTree tree, Void nothing) {
      // An enum constant is a creation too, without the word.
      boolean isWritten = tree.getEnclosingExpression() != null || source.startsWith("new", (int) start(tree));
      Tree type = tree.getIdentifier();
      if (isWritten) {
        Tree named = type instanceof ParameterizedTypeTree ? ((ParameterizedTypeTree) type).getType() : type;
        if (named instanceof AnnotatedTypeTree) named = ((AnnotatedTypeTree) named).getUnderlyingType();
        calls.add(fact(named.toString(), line(start(named)), Integer.toString(tree.getArguments().size())));
      }
      return super.visitNewClass(tree, nothing);
    }
  }

  static String quoted(String text) {
    StringBuilder out = new StringBuilder("\"");
    for (char c : text.toCharArray()) {
      if (c == '"' || c == '\\') out.append('\\').append(c);
      else if (c < ' ') out.append(String.format("\\u%04x", (int) c));
      else out.append(c);
    }
    return out.append('"').toString();
  }

  static String fact(String name, long line, String... more) {
    return "[" + quoted(name) + "," + line + (more.length == 0 ? "" : "," + String.join(",", more)) + "]";
  }

  public static void main(String[] args) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    if (compiler == null) throw new IOException("not a JDK");
    PrintStream out = new PrintStream(new BufferedOutputStream(new FileOutputStream(FileDescriptor.out)), false, "UTF-8");
    StandardJavaFileManager files = compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8);
    BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String path; (path = in.readLine()) != null; ) {
      if (path.isEmpty()) continue;
      DiagnosticCollector<JavaFileObject> problems = new DiagnosticCollector<>();
      List<String> options = List.of("-encoding", "UTF-8", "-proc:none");
      var objects = files.getJavaFileObjects(Paths.get(path));
      JavacTask task = (JavacTask) compiler.getTask(Writer.nullWriter(), files, problems, options, null, objects);
      CompilationUnitTree unit = task.parse().iterator().next();
      Optional<String> error =
          problems.getDiagnostics().stream()
              .filter(each -> each.getKind() == Diagnostic.Kind.ERROR)
              .map(each -> each.getLineNumber() + ": " + each.getMessage(Locale.ENGLISH))
              .findFirst();
      if (error.isPresent()) {
        out.println("{\"file\":" + quoted(path) + ",\"error\":" + quoted(error.get()) + "}");
        continue;
      }
      String source = unit.getSourceFile().getCharContent(true).toString();
      Facts facts = new Facts(unit, Trees.instance(task).getSourcePositions(), source);
      facts.scan(unit, null);
      out.printf(
          "{\"file\":%s,\"functions\":%s,\"classes\":%s,\"imports\":%s,\"calls\":%s}%n",
          quoted(path), facts.functions, facts.classes, facts.imports, facts.calls);
    }
    out.flush();
  }
}
