# EXPECT: errors>=1

class Stack
  def push(value)
    @values.push(value)
  end

  def pop
    if @values.empty?
      raise IndexError, "empty"
    @values.pop
  end
end
