# EXPECT: functions=26 classes=7 imports=4 exports=0 calls=94 errors=0
# frozen_string_literal: true

require "json"
require "set"
require 'time'
require_relative "support/clock"

# Bookings of rooms: who has which room, and when.
module Booking
#      ^^^^^^^ class name=Booking kind=module
  VERSION = "1.2"

  class Error < StandardError; end
  #     ^^^^^ class name=Error kind=class owner=Booking qualified_name=Booking.Error

  class Overlap < Error
  #     ^^^^^^^ class name=Overlap kind=class owner=Booking
    attr_reader :first, :second
   #^^^^^^^^^^^ call callee_name=attr_reader caller=null argument_count=2

    def initialize(first, second)
    #   ^^^^^^^^^^ function name=initialize kind=constructor owner=Booking.Overlap
      @first = first
      @second = second
      super("#{first} overlaps #{second}")
    end
  end

  Room = Struct.new(:name, :seats, keyword_init: true) do
  #             ^^^ call callee_name=new caller=null receiver=Struct
    def big?
    #   ^^^^ function name=big? name=big? kind=method
      self.seats.to_i > 20
      #          ^^^^ call callee_name=to_i receiver=self.seats argument_count=0
    end
  end

  module Describable
  #      ^^^^^^^^^^^ class name=Describable kind=module owner=Booking
    def self.included(base)
    #        ^^^^^^^^ function name=included owner=Booking.Describable
      base.extend(ClassMethods)
      #    ^^^^^^ call callee_name=extend receiver=base argument_count=1
    end

    module ClassMethods
    #      ^^^^^^^^^^^^ class name=ClassMethods kind=module owner=Booking.Describable qualified_name=Booking.Describable.ClassMethods
      def describes(*names, with: ", ")
      #   ^^^^^^^^^ function name=describes owner=Booking.Describable.ClassMethods
        define_method(:description) do
          names.map { |name| public_send(name) }.join(with)
        end
      end
    end

    def to_s = "<#{self.class.name} #{description()}>"
    #   ^^^^ function name=to_s kind=method owner=Booking.Describable

    alias inspect to_s
  end

  # One person, one room, one stretch of time.
  class Reservation
  #     ^^^^^^^^^^^ class name=Reservation kind=class owner=Booking
    include Comparable
   #^^^^^^^ call callee_name=include caller=null receiver=null argument_count=1
    include Describable

    describes :room, :from, :to, with: " "

    attr_accessor :note
    attr_reader :room, :from, :to, :guests

    class << self
      def parse(line)
      #   ^^^^^ function name=parse
        room, from, to = line.strip.split(/\s*;\s*/, 3)
        new(room, Time.parse(from), Time.parse(to))
       #^^^ call callee_name=new receiver=null argument_count=3
      end

      private def limit = 365
      #           ^^^^^ function name=limit
    end

    def initialize(room, from, to, *guests, note: nil, **rest, &block)
    #   ^^^^^^^^^^ function name=initialize kind=constructor owner=Booking.Reservation qualified_name=Booking.Reservation.initialize
      raise ArgumentError, "ends before it starts" unless from < to
     #^^^^^ call callee_name=raise argument_count=2

      @room, @from, @to, @guests = room, from, to, Set.new(guests)
      @note = note || rest.fetch(:remark, "")
      block.call(self) if block
      #     ^^^^ call callee_name=call receiver=block argument_count=1
    end

    def <=>(other)
    #   ^ function name= owner=Booking.Reservation
      @from <=> other.from
    end

    def overlaps?(other)
    #   ^^^^^^^^^ function name=overlaps? owner=Booking.Reservation
      @room.eql?(other.room) && @from < other.to && other.from < @to
    end

    def [](index)
    #   ^^ function name=[] owner=Booking.Reservation
      @guests.to_a[index]
    end

    def seconds
    #   ^^^^^^^ function name=seconds owner=Booking.Reservation
      (@to - @from).round
      #             ^^^^^ call callee_name=round argument_count=0
    end

    def price(rate = 12.5, &rounding)
    #   ^^^^^ function name=price owner=Booking.Reservation
      amount = seconds() / 3600.0 * rate
      #        ^^^^^^^ call callee_name=seconds receiver=null argument_count=0
      rounding ? yield(amount) : amount.round(2)
    end

    def to_json(*args)
    #   ^^^^^^^ function name=to_json owner=Booking.Reservation
      { room: @room, from: @from.iso8601, to: @to.iso8601, note: @note }.to_json(*args)
    end

    def same_day?
    #   ^^^^^^^^^ function name=same_day? owner=Booking.Reservation
      @from.to_date == @to.to_date
    end

    protected def key
    #             ^^^ function name=key owner=Booking.Reservation
      [@room, @from]
    end

    private def method_missing(name, *args)
    #           ^^^^^^^^^^^^^^ function name=method_missing owner=Booking.Reservation
      return super(name, *args) unless name.end_with?("!")

      name.to_s.delete_suffix("!")
    end

    private def respond_to_missing?(name, include_private = false)
    #           ^^^^^^^^^^^^^^^^^^^ function name=respond_to_missing? owner=Booking.Reservation
      name.end_with?("!") || super(name, include_private)
    end
  end

  # Keeps reservations in a file.
  class Calendar
  #     ^^^^^^^^ class name=Calendar kind=class owner=Booking
    include Enumerable

    def initialize(path)
    #   ^^^^^^^^^^ function name=initialize kind=constructor owner=Booking.Calendar
      @path = path
      @all = []
    end

    def each(&block)
    #   ^^^^ function name=each owner=Booking.Calendar
      return enum_for(:each) unless block

      @all.sort.each(&block)
      #         ^^^^ call callee_name=each receiver=@all.sort
      self
    end

    def add(reservation)
    #   ^^^ function name=add owner=Booking.Calendar
      clash = find { |other| other.overlaps?(reservation) }
      #       ^^^^ call callee_name=find receiver=null
      #                            ^^^^^^^^^ call callee_name=overlaps? receiver=other
      raise Overlap.new(clash, reservation) if clash

      @all << reservation
      save()
    end

    def load
    #   ^^^^ function name=load owner=Booking.Calendar
      File.foreach(@path, chomp: true) do |line|
        next if line.empty?

        @all.push(Reservation.parse(line))
        #                     ^^^^^ call callee_name=parse receiver=Reservation argument_count=1
      end
    rescue Errno::ENOENT, ArgumentError => error
      warn("skipped: #{error.message}")
     #^^^^ call callee_name=warn argument_count=1
      []
    ensure
      @loaded = true
    end

    def self.open(path)
    #        ^^^^ function name=open owner=Booking.Calendar
      calendar = new(path)
      calendar.load()
      return calendar unless block_given?()

      yield(calendar)
    end

    def save
    #   ^^^^ function name=save owner=Booking.Calendar
      text = <<~TEXT
        # #{@all.size()} reservations
        #{@all.map(&:to_json).join("\n")}
      TEXT
      File.write(@path, text)
    end
  end

  def self.free(rooms, calendar, at: Time.now)
  #        ^^^^ function name=free owner=Booking
    busy = ->(room) { calendar.any? { |each| each.room == room && each.from <= at && at < each.to } }
    rooms.reject { |room| busy.call(room) }.sort_by(&:name)
    #                                       ^^^^^^^ call callee_name=sort_by
  end
end

def main(argv)
#   ^^^^ function name=main kind=function owner=null qualified_name=main
  command, *rest = argv
  case command
  when "list" then Booking::Calendar.open(rest.fetch(0)) { |calendar| calendar.each { |each| puts(each) } }
  when /\Aadd:(?<line>.+)/ then puts(Booking::Reservation.parse($~[:line]).to_s)
  else abort("usage: list FILE | add:ROOM;FROM;TO")
  end
end

main(ARGV) if __FILE__ == $PROGRAM_NAME
