# What Ripper sees in Ruby files: paths on standard input, a JSON line for each on standard output. Shapes as in python.py; a
# parameter that is a pattern is null. Ripper does not tell where `super` stands.

require "json"
require "ripper"

class Facts
  def initialize(path)
    @functions = []
    @classes = []
    @calls = []
    @path = path
  end

  def to_h
    { file: @path, functions: @functions, classes: @classes, calls: @calls }
  end

  def visit(node)
    return unless node.is_a?(Array)

    kind, *rest = node
    case kind
    when :def then function(rest[0], rest[1])
    when :defs then function(rest[2], rest[3])
    when :class, :module then type(rest[0])
    when :vcall, :fcall, :command then call(rest[0], kind == :command ? rest[1] : nil)
    when :call, :command_call then call(rest[2], rest[3], node)
    when :super, :zsuper then @calls << ["super", 0]
    end
    node.each { |each| visit(each) }
  end

  private

  def function(name, parameters)
    @functions << [name[1], name[2][0], names(parameters)]
  end

  # `A` of `A`, `B::A` and `::A`
  def type(constant)
    name = constant.last
    @classes << [name[1], name[2][0]]
  end

  # `a.()` has no name.
  def call(name, _arguments, node = nil)
    if name.is_a?(Array) && name[1].is_a?(String)
      @calls << [name[1], name[2][0]]
    else
      @calls << ["", line(node) || 0]
    end
  end

  # Of the first token that the tree keeps.
  def line(node)
    return unless node.is_a?(Array)
    return node[2][0] if node[0].is_a?(Symbol) && node[0].start_with?("@")

    node.each { |each| (found = line(each)) && (return found) }
    nil
  end

  def names(node)
    node = node[1] if node && node[0] == :paren
    return [] if node.nil?

    _, required, optional, rest, post, keywords, other, block = node
    [
      *(required || []).map { |each| name(each) },
      *(optional || []).map { |each, _| name(each) },
      *starred(rest, "*"),
      *(post || []).map { |each| name(each) },
      *(keywords || []).map { |each, _| each[1].delete_suffix(":") },
      *starred(other, "**"),
      # `...` hands on a block besides, which nobody wrote.
      *(block.is_a?(Array) ? [block[1] ? name(block[1]) : "&"] : [])
    ]
  end

  def name(node)
    node[0] == :@ident ? node[1] : nil
  end

  def starred(node, sign)
    case node
    when nil, 0 then []
    when :nil then ["**nil"]
    else
      case node[0]
      when :args_forward then ["..."]
      when :excessed_comma then []
      when :nokw_param then ["**nil"]
      else [node[1] ? name(node[1]) : sign]
      end
    end
  end
end

$stdout.set_encoding("UTF-8")
$stderr = File.open(File::NULL, "w")
$stdin.set_encoding("UTF-8").each_line(chomp: true) do |path|
  next if path.empty?

  begin
    source = File.read(path, encoding: "UTF-8").delete_prefix("\u{feff}")
    tree = source.valid_encoding? ? Ripper.sexp(source) : nil
    if tree.nil?
      puts JSON.generate({ file: path, error: "syntax" })
    else
      facts = Facts.new(path)
      facts.visit(tree)
      puts JSON.generate(facts.to_h)
    end
  rescue SystemStackError, ArgumentError => e
    puts JSON.generate({ file: path, error: e.message })
  end
end
